import { describe, expect, it } from "vitest";
import { chartCall } from "./chart-call.ts";

const turn = (state: string) => `live.turn.${state}`;

describe("replying", () => {
  it("speaks, and listens when the reply was heard", () => {
    const call = chartCall().listening().replied("A pipe burst.");
    expect(call.is(turn("responding.speaking"))).toBe(true);
    expect(call.send({ type: "playout.finished", at: call.now }).is(turn("listening.silent"))).toBe(true);
  });

  it("pauses in the same step as the caller's voice, and goes on after a cough", () => {
    const call = chartCall().listening().replied("A pipe burst.");
    call.did();
    call.voice();
    expect(call.did()).toEqual(["pausePlayout"]);
    call.send({ type: "vad.paused", at: call.now, voicedUntil: call.now }).falls().after(500);
    expect(call.did()).toEqual(["resumePlayout"]);
    expect(call.is(turn("responding.speaking"))).toBe(true);
  });

  it("goes on after an mhm, and hears a second sound in the same pause", () => {
    const call = chartCall()
      .listening()
      .replied("A pipe burst.")
      .voice()
      .falls()
      .voice()
      .interim("Mhm.")
      .falls();
    expect(call.is(turn("responding.interrupted.quiet"))).toBe(true);
    expect(call.after(500).is(turn("responding.speaking"))).toBe(true);
    const greeting = chartCall().answered().voice().falls().voice().falls();
    expect(greeting.after(500).is(turn("announcing.playing"))).toBe(true);
  });

  it("gives up the floor to words", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice();
    call.did();
    call.interim("wait");
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    expect(call.did()).toEqual(["recordAgentTurn", "reply stopped"]);
    const late = chartCall().listening().replied("A pipe burst.").voice().falls().final("Wait, stop.");
    expect(late.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("takes a yes over a yes-or-no question for an answer, and elsewhere for listening", () => {
    const asked = chartCall().listening().replied("A pipe burst.");
    expect(asked.context.expects).toBe("yesNo");
    expect(asked.voice().interim("yes").is(turn("listening.hearing.voiced"))).toBe(true);
    const told = chartCall().listening().replied("A pipe burst.").learns({ safe: true });
    expect(told.voice().interim("yes").is(turn("responding.interrupted.voiced"))).toBe(true);
  });

  it("takes a yes for an answer after all when the agent was about to end", () => {
    const ending = () => {
      const call = chartCall().listening().replied("A pipe burst.").learns({ safe: true }).voice();
      return call.final("Yes.").falls().after(500);
    };
    const call = ending();
    call.send({ type: "playout.finished", at: call.now });
    expect(call.is(turn("responding.endpointing"))).toBe(true);
    expect(call.context.answering).toBe("Yes.");
    const later = ending().after(3000);
    expect(later.send({ type: "playout.finished", at: later.now }).is(turn("listening.silent"))).toBe(true);
  });

  it("does not let a reply that is made anew talk over a caller who is talking", () => {
    const call = chartCall().listening().says("A pipe burst.").asksTool("findProperty").voice();
    call.did();
    call.fails("llm");
    expect(call.is(turn("responding.interrupted.voiced"))).toBe(true);
    expect(call.did()).not.toContain("reply <- reply.released");
    expect(call.falls().after(500).is(turn("responding.thinking"))).toBe(true);
    expect(call.did()).toEqual(["resumePlayout", "reply <- reply.released"]);
  });

  it("hears the caller when the playout ended in the very moment of the interruption", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice();
    expect(call.send({ type: "playout.finished", at: 0 }).is(turn("listening.hearing.voiced"))).toBe(true);
    const fallen = chartCall().listening().replied("A pipe burst.").voice().falls();
    fallen.send({ type: "playout.finished", at: 0 });
    expect(fallen.is(turn("listening.hearing.awaitingWords"))).toBe(true);
  });

  it("does not lose the reply to a cough before its first word", () => {
    const call = chartCall().listening().says("A pipe burst.");
    call.did();
    call.voice().falls().after(500);
    expect(call.is(turn("responding.thinking"))).toBe(true);
    expect(call.did()).toEqual(["pausePlayout", "resumePlayout", "reply <- reply.released"]);
  });

  it("bridges a long wait with a filler, then answers by the script, then apologizes", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").falls().after(1000);
    call.did();
    call.after(600);
    expect(call.did()).toEqual(["playFiller"]);
    call.after(6000);
    expect(call.did()).toContain("reply script ''");
    expect(call.is(turn("responding.thinking"))).toBe(true);
    expect(call.after(6000).is(turn("recovering"))).toBe(true);
    expect(call.heard().is(turn("listening.silent"))).toBe(true);
    call.says("Hello?").after(6000);
    expect(call.did().at(-1)).toBe("phrase allSystemsDown");
  });

  it("bridges a gap in the middle of a reply", () => {
    const call = chartCall().listening().replied("A pipe burst.").drains();
    call.did();
    expect(call.after(1200).is(turn("responding.thinking"))).toBe(true);
    expect(call.did()).toEqual(["playFiller"]);
    expect(call.starts().is(turn("responding.speaking"))).toBe(true);
  });

  it("does not say one moment for ever", () => {
    const call = chartCall().listening().voice().final("A pipe burst.").falls().after(400);
    let fillers = 0;
    call.did();
    for (let time = 0; time < 200; time++) {
      call.after(100);
      if (!call.did().includes("playFiller")) continue;
      fillers++;
      call.starts().after(500).drains();
    }
    expect(fillers).toBe(6);
    expect(call.is(turn("responding"))).toBe(false);
  });

  it("notes the caller's sounds in the middle of a reply", () => {
    const call = chartCall().listening().replied("A pipe burst.").voice().falls().after(500);
    call.send(
      { type: "vad.paused", at: 5, voicedUntil: 4 },
      { type: "vad.speechEnded", at: 9, voicedUntil: 8 },
    );
    expect(call.context.voicedUntil).toBe(8);
  });

  it("listens again when a playout never ends", () => {
    expect(chartCall().listening().replied("A pipe burst.").after(60_000).is(turn("listening.silent"))).toBe(
      true,
    );
    expect(chartCall().answered().after(60_000).is(turn("listening.silent"))).toBe(true);
  });
});
