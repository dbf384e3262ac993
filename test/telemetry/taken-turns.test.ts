import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { measuredCall } from "./measured-call.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const after = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const wrongly = (call: ReturnType<typeof measuredCall>) =>
  call.told("wronglyTaken").map(({ evidence }) => evidence);

it("counts a turn whose caller goes on before anything of the reply is heard", async () => {
  const call = measuredCall();
  await call.says("A pipe burst");
  await after(200);
  call.voice();
  call.words("under my kitchen sink");

  expect([call.told("taken").length, wrongly(call)]).toEqual([1, ["beforeReply"]]);
});

it("counts a turn whose caller goes on as the reply begins", async () => {
  const call = measuredCall();
  await call.says("A pipe burst");
  call.sounds();
  await after(400);
  call.voice();
  await after(200);
  call.words("under my kitchen sink");

  expect(wrongly(call)).toEqual(["overReply"]);
});

it("counts a turn whose last words the recognizer told too late", async () => {
  const call = measuredCall();
  await call.says("A pipe burst");
  await after(100);
  call.words("under my kitchen sink");

  expect(wrongly(call)).toEqual(["lateWords"]);
});

it("does not count an interruption of a reply that was being heard", async () => {
  const call = measuredCall();
  await call.says("A pipe burst under my kitchen sink");
  call.sounds();
  await after(2_000);
  call.voice();
  call.words("no wait it is the bathroom");

  expect(call.told("turn").map(({ interrupted }) => interrupted)).toEqual([false, true]);
  expect(wrongly(call)).toEqual([]);
});

it("does not count a caller who asks where the answer is", async () => {
  const call = measuredCall({
    async *reply() {
      await new Promise(() => {});
      yield { type: "text", text: "" };
    },
  });
  await call.says("A pipe burst under my kitchen sink");
  await after(2_000);
  call.voice();
  call.words("hello are you there");

  expect(wrongly(call)).toEqual([]);
});

it("does not count a cough, which the reply goes on after", async () => {
  const call = measuredCall();
  await call.says("A pipe burst under my kitchen sink");
  call.sounds();
  await after(300);
  call.voice();
  await after(200);
  call.quiet();
  await after(3_000);

  expect([wrongly(call), call.told("resumed").length]).toEqual([[], 1]);
});

it("does not count the next turn, after a reply that was heard to its end", async () => {
  const call = measuredCall();
  await call.says("A pipe burst under my kitchen sink");
  call.sounds();
  await after(200);
  call.last().events.finished(performance.now(), true);
  await after(100);
  await call.says("42 Maple Street");

  expect([call.told("taken").length, wrongly(call)]).toEqual([2, []]);
});
