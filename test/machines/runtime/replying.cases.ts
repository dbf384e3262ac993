import { describe, expect, it } from "vitest";
import { injected } from "./injected.ts";
import { listening, runtimeCall } from "./runtime-call.ts";

const turn = (state: string) => `live.turn.${state}`;

async function replied(words = "A pipe burst.") {
  const call = await listening();
  await call.replied(words);
  return call;
}

describe("a reply", () => {
  it("pauses for a cough and goes on where it stopped", async () => {
    const call = await replied();
    await call.voice();
    expect(call.is(turn("responding.interrupted.voiced"))).toBe(true);
    await call.pauses();
    await call.falls();
    await call.voice();
    await call.falls();
    await call.after(510);
    expect(call.is(turn("responding.interrupted"))).toBe(false);
    await call.heard();
    expect(call.is(turn("listening.silent"))).toBe(true);
  });

  it("gives way to words, by interim or final", async () => {
    const interim = await replied();
    await interim.voice();
    await interim.interim("wait");
    expect(interim.is(turn("listening.hearing.voiced"))).toBe(true);
    const final = await replied();
    await final.voice();
    await final.falls();
    await final.final("Wait, stop.");
    expect(final.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("takes a yes over it for listening, and for an answer when it was about to end", async () => {
    const call = await listening();
    await call.says("A pipe burst.");
    await call.learns({ safe: true });
    await call.starts();
    call.speaksOn(100);
    await call.voice();
    await call.final("Yes.");
    await call.falls();
    await call.after(510);
    await call.heard();
    expect(call.context.answering).toBe("Yes.");
  });

  it("does not talk over a caller when it is made anew", async () => {
    const call = await listening();
    await call.says("A pipe burst.");
    await call.asks({ name: "recordDetails", given: { safe: true } });
    await call.voice();
    await call.toolDone();
    await call.modelFails();
    expect(call.is(turn("responding.interrupted.voiced"))).toBe(true);
  });

  it("goes on although a noise never stops", async () => {
    const speaking = await replied();
    await speaking.voice();
    await speaking.after(2810);
    expect(speaking.is(turn("responding.interrupted"))).toBe(false);
    const thinking = await listening();
    await thinking.says("A pipe burst.");
    await thinking.begins();
    await thinking.voice();
    await thinking.after(2810);
    expect(thinking.is(turn("responding.thinking"))).toBe(true);
    await thinking.falls();
    expect(thinking.context.callerSilent).toBe(true);
  });

  it("hears the caller's voice end while it is said", async () => {
    const call = await listening();
    await call.says("A pipe burst.");
    await call.starts();
    call.speaksOn(25000);
    await call.voice();
    await call.after(2810);
    expect(call.is(turn("responding.speaking"))).toBe(true);
    await call.pauses();
    await call.falls();
    expect(call.context.callerSilent).toBe(true);
  });

  it("keeps its place through a cough before its first word", async () => {
    const call = await listening();
    await call.says("A pipe burst.");
    await call.voice();
    await call.falls();
    await call.after(510);
    expect(call.is(turn("responding.thinking"))).toBe(true);
  });

  it("is bridged by fillers, then made by the next brain, then apologized for, then left to a human", async () => {
    const call = await listening();
    for (const then of ["recovering", "announcing"]) {
      await call.says("Hello?");
      while (call.context.brain !== "script") await call.after(50);
      await call.after(50);
      await call.toolsDone();
      await call.becomes(turn(then));
      if (then === "recovering") await call.heard();
    }
    expect(call.phrase).toBe("allSystemsDown");
  });

  it("is listened for again when its playout never ends", async () => {
    const call = await replied();
    call.speaksOn(70_000);
    await call.after(60_010);
    expect(call.is(turn("listening.silent"))).toBe(true);
    const greeting = runtimeCall({ phraseMs: 70_000 });
    await greeting.answered();
    await greeting.after(60_010);
    expect(greeting.is(turn("listening.silent"))).toBe(true);
  });

  it("is played on when nothing of it is heard, then made anew, then left to a human", async () => {
    const call = await replied();
    call.speaksOn(20_000);
    call.sink.stuck = true;
    await call.becomes("live.health.llm.degraded");
    await call.becomes("live.health.llm.down");
    await call.becomes(turn("recovering"));
    await call.becomes(turn("handedOff"));
    const again = await replied();
    await again.voiceFails();
    await again.heard();
    await again.replied("Hello?");
    again.speaksOn(20_000);
    again.sink.stuck = true;
    await again.becomes(turn("announcing"), 40_000);
    expect(again.phrase).toBe("allSystemsDown");
    const greeting = runtimeCall();
    greeting.sink.stuck = true;
    await greeting.answered();
    await greeting.becomes(turn("handedOff"));
  });

  it("that ended in the moment of an interruption leaves the floor with the caller", async () => {
    const call = await replied();
    await call.voice();
    await call.falls();
    await call.sends(injected.finishedWhileInterrupted);
    expect(call.is(turn("listening.hearing.awaitingWords"))).toBe(true);
  });

  it("is over when it ends after its last word was heard", async () => {
    const call = await replied();
    await call.sentenceEnds();
    await call.drains();
    await call.wordless();
    expect(call.is(turn("listening.silent"))).toBe(true);
  });

  it("gives way to a key", async () => {
    const call = await replied();
    await call.keys("5");
    expect(call.is(turn("listening.silent"))).toBe(true);
    await call.keys("5");
  });
});
