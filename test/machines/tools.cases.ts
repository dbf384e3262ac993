import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

const turn = (state: string) => `live.turn.${state}`;

describe("tools", () => {
  it("are not run while the turn is only a guess, and run when it was taken", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").pauses();
    call.did();
    call.asksTool("recordDetails").asksTool("reportHazard");
    expect(call.did()).toEqual([]);
    call.falls().after(2000);
    expect(call.did()).toContain("tool recordDetails");
    expect(call.is(turn("responding.toolCalling"))).toBe(true);
    call.toolDone();
    expect(call.did()).toEqual(["tool stopped", "reply <- tool.finished", "tool reportHazard"]);
    expect(call.toolDone().is(turn("responding.thinking"))).toBe(true);
  });

  it("are thrown away with the guess that asked for them", () => {
    const call = chartCall().listening().voice().interim("a pipe").pauses().asksTool("recordDetails");
    call.send({ type: "vad.voiced", at: call.now }).interim("a pipe burst").pauses();
    expect(call.context.pendingTools).toEqual([]);
  });

  it("run beside the words of the reply, and while it waits", () => {
    const call = chartCall().listening().replied("A pipe burst.").asksTool("findProperty");
    expect(call.is(turn("responding.toolCalling"))).toBe(true);
    call.asksTool("recordDetails").toolDone();
    expect(call.toolDone().is(turn("responding.speaking"))).toBe(true);
    const waiting = chartCall().listening().says("A pipe burst.").asksTool("findProperty").starts();
    expect(waiting.toolDone().is(turn("responding.speaking"))).toBe(true);
  });

  it("are finished once begun, whatever the caller does meanwhile", () => {
    const call = chartCall().listening().replied("A pipe burst.").asksTool("requestDispatch");
    call.did();
    call.voice();
    expect(call.did()).toEqual(["pausePlayout"]);
    call.pauses().falls().toolDone();
    expect(call.is(turn("responding.interrupted.quiet"))).toBe(true);
    expect(call.after(500).is(turn("responding.speaking"))).toBe(true);
    call.asksTool("recordDetails").voice().interim("wait").final("Wait a moment.").falls();
    expect(call.toolDone().is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("bridge a long wait with a filler, and are given up after a deadline", () => {
    const call = chartCall().listening().says("A pipe burst.").asksTool("findProperty");
    call.did();
    call.after(1200);
    expect(call.did()).toEqual(["playFiller"]);
    call.starts().drains().after(1200);
    expect(call.did()).toEqual(["playFiller"]);
    call.after(8000);
    expect(call.is(turn("recovering"))).toBe(true);
  });

  it("that never end, twice, put the caller through to a human", () => {
    const call = chartCall().listening().says("A pipe burst.").fails("tts").heard();
    call.says("A pipe burst.").asksTool("findProperty").after(8000);
    expect(call.context.announcement.phrase).toBe("allSystemsDown");
  });

  it("that fail leave the call where a result would have left it", () => {
    const failed = { type: "tool.failed", reason: "TypeError" } as const;
    const two = chartCall()
      .listening()
      .says("A pipe burst.")
      .asksTool("findProperty")
      .asksTool("recordDetails");
    expect(two.send(failed).is(turn("responding.toolCalling"))).toBe(true);
    const barged = chartCall().listening().replied("A pipe burst.").asksTool("findProperty").voice();
    expect(barged.send(failed).is(turn("responding.interrupted.voiced"))).toBe(true);
    const audible = chartCall().listening().replied("A pipe burst.").asksTool("findProperty");
    expect(audible.send(failed).is(turn("responding.speaking"))).toBe(true);
  });

  it("that fail are told to the reply like any other result", () => {
    const call = chartCall().listening().says("A pipe burst.").asksTool("findProperty");
    call.did();
    call.send({ type: "tool.failed", reason: "TypeError" });
    expect(call.did()).toEqual(["tool stopped", "reply <- tool.failed"]);
  });

  it("that outlast the words are bridged with a filler, counted from the end of the words", () => {
    const call = chartCall().listening().replied("A pipe burst.").asksTool("findProperty");
    call.did();
    call.after(1000).drains().after(1000);
    expect(call.did()).toEqual([]);
    call.after(200);
    expect(call.did()).toEqual(["playFiller"]);
    expect(call.toolDone().is(turn("responding.thinking"))).toBe(true);
    expect(call.send({ type: "playout.finished", at: 0 }).is(turn("listening.silent"))).toBe(true);
  });

  it("asked for during an interruption run when the reply goes on", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice().asksTool("recordDetails").falls();
    expect(call.after(500).is(turn("responding.toolCalling"))).toBe(true);
  });

  it("let our words go on when the caller's sound is over, though the tool still runs", () => {
    const call = chartCall().listening().replied("A pipe burst.").asksTool("recordDetails").voice();
    call.did();
    expect(call.falls().did()).toEqual(["resumePlayout"]);
    const noise = chartCall().listening().says("A pipe burst.").voice().after(2800);
    noise.asksTool("recordDetails");
    noise.did();
    expect(noise.falls().did()).toEqual([]);
    expect(noise.context.callerSilent).toBe(true);
  });
});
