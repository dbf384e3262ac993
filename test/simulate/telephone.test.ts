import { expect, test } from "vitest";
import { createTelephone } from "#src/simulate/telephone.ts";
import { VirtualTimers } from "./virtual-timers.ts";

const number = "+15555550111";
const never = new AbortController().signal;

test("a human answers after a moment of ringing", async () => {
  const timers = new VirtualTimers();
  const telephone = createTelephone(timers, "answers");
  const transfer = telephone.line.transfer(number, never);
  expect(telephone.transfers()).toEqual([{ number, answered: false }]);
  await timers.advance(1_000);
  await Promise.all([transfer, telephone.humanAnswered]);
  expect(telephone.transfers()).toEqual([{ number, answered: true }]);
});

test("nobody answers", async () => {
  const timers = new VirtualTimers();
  const telephone = createTelephone(timers, "nobody");
  const transfer = expect(telephone.line.transfer(number, never)).rejects.toThrow("Nobody answered.");
  await timers.advance(3_000);
  await transfer;
  expect(telephone.transfers()).toEqual([{ number, answered: false }]);
});

test("a transfer that is called off does not go on ringing", async () => {
  const timers = new VirtualTimers();
  const telephone = createTelephone(timers, "answers");
  const abort = new AbortController();
  const transfer = expect(telephone.line.transfer(number, abort.signal)).rejects.toThrow("called off");
  abort.abort();
  await transfer;
  expect(timers.pending).toBe(0);
  await expect(telephone.line.transfer(number, abort.signal)).rejects.toThrow("called off");
});
