import { describe, expect, it } from "vitest";
import type { Caller } from "#src/livekit/caller.ts";
import { createLine } from "#src/livekit/line.ts";

const telephone: Caller = { identity: "sip_1", telephone: true, answered: true };
const patience = () => new AbortController().signal;

function line(caller: Caller, transfer: (...asked: unknown[]) => Promise<void>) {
  const problems: string[] = [];
  return {
    problems,
    line: createLine({
      sip: { transferSipParticipant: transfer },
      room: "call-1",
      caller,
      startRecording: () => {},
      onProblem: (reason) => problems.push(reason),
    }),
  };
}

describe("a transfer", () => {
  it("asks for the number in that room, and rings for less long than the chart waits", async () => {
    const asked: unknown[] = [];
    const made = line(telephone, async (...given) => void asked.push(given));
    await made.line.transfer("+15555550111", patience());
    expect(asked).toEqual([
      ["call-1", "sip_1", "tel:+15555550111", { playDialtone: true, ringingTimeout: 25, timeout: 28 }],
    ]);
  });

  it("fails when nobody answers, and says so without a number", async () => {
    const { line: made, problems } = line(telephone, () =>
      Promise.reject(new TypeError("+15555550111 is busy")),
    );
    await expect(made.transfer("+15555550111", patience())).rejects.toThrow();
    expect(problems).toEqual(["transfer not made, TypeError"]);
  });

  it("is not waited for once it was called off", async () => {
    const { line: made } = line(telephone, () => new Promise(() => {}));
    const off = new AbortController();
    const waiting = made.transfer("+15555550111", off.signal);
    off.abort();
    await expect(waiting).rejects.toThrow("called off");
  });

  it("is not tried for what is no telephone, nor without a number", async () => {
    const never = () => Promise.reject(new Error("asked"));
    const web = line({ ...telephone, telephone: false }, never).line;
    await expect(web.transfer("+15555550111", patience())).rejects.toThrow("Only a telephone");
    await expect(line(telephone, never).line.transfer("", patience())).rejects.toThrow("Only a telephone");
  });
});
