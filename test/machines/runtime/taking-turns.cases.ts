import { describe, expect, it } from "vitest";
import { listening, runtimeCall } from "./runtime-call.ts";

const turn = (state: string) => `live.turn.${state}`;

describe("a turn of the caller", () => {
  it("is answered: the reply is prepared in the pause, and heard when the turn is over", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("a pipe burst");
    await call.pauses();
    expect(call.is(turn("responding.endpointing.paused"))).toBe(true);
    await call.predicted(0.4);
    await call.falls();
    await call.predicted(0.4);
    await call.final("A pipe burst.");
    await call.after(2000);
    await call.starts();
    await call.heard();
    expect(call.is(turn("listening.silent"))).toBe(true);
  });

  it("throws the guess away when the caller goes on", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("my sink leaks");
    await call.pauses();
    await call.goesOn();
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    await call.falls();
    await call.voice();
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
  });

  it("is prepared anew when more was said, and kept when nothing new was", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("a pipe");
    await call.pauses();
    await call.interim("a pipe burst");
    await call.interim("a pipe");
    await call.final("A pipe.");
    await call.final("");
    await call.final("It burst.");
    await call.falls();
    await call.final("In the kitchen.");
    await call.final("");
    expect(call.is(turn("responding.endpointing.settling"))).toBe(true);
    await call.interim("and and");
    expect(call.context.answering).toContain("and and");
  });

  it("is not prepared for while the words lead on, and is when they may be all", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("my number is");
    await call.pauses();
    expect(call.is(turn("listening.hearing.paused"))).toBe(true);
    await call.interim("my number is um");
    await call.final("My number is um");
    await call.after(600);
    expect(call.is(turn("responding.endpointing.paused"))).toBe(true);
    const silent = await listening();
    await silent.voice();
    await silent.interim("my number is");
    await silent.falls();
    expect(silent.is(turn("listening.hearing.awaitingWords"))).toBe(true);
    await silent.interim("my number is um");
    await silent.final("My number is um");
    await silent.after(600);
    expect(silent.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("waits for the final words, though not for ever", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("a pipe burst");
    await call.falls();
    await call.after(2000);
    expect(call.is(turn("responding.thinking"))).toBe(true);
    for (const final of ["A pipe burst.", "The pipe burst here."]) {
      const waiting = await listening();
      await waiting.voice();
      await waiting.interim("a pipe burst");
      await waiting.falls();
      await waiting.after(800);
      expect(waiting.is(turn("responding.endpointing.awaitingFinal"))).toBe(true);
      await waiting.final(final);
      expect(waiting.is(turn("responding.endpointing.awaitingFinal"))).toBe(false);
    }
  });

  it("may begin with words that the detector missed", async () => {
    const interim = await listening();
    await interim.interim("hello");
    expect(interim.is(turn("responding.endpointing.settling"))).toBe(true);
    const final = await listening();
    await final.final("Hello.");
    expect(final.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("waits for words after a pause without any", async () => {
    const call = await listening();
    await call.voice();
    await call.pauses();
    await call.predicted(0.4);
    await call.goesOn();
    await call.pauses();
    await call.interim("hello");
    expect(call.is(turn("responding.endpointing.paused"))).toBe(true);
    const final = await listening();
    await final.voice();
    await final.pauses();
    await final.final("Hello.");
    expect(final.is(turn("responding.endpointing.paused"))).toBe(true);
  });

  it("does not depend on the end of a voice being told", async () => {
    const call = await listening();
    await call.voice();
    await call.pauses();
    await call.after(3000);
    expect(call.is(turn("listening.silent"))).toBe(true);
    await call.voice();
    await call.final("A pipe burst.");
    await call.pauses();
    await call.after(1500);
    expect(call.is(turn("responding.endpointing.settling"))).toBe(true);
  });

  it("takes words that come after the voice is gone", async () => {
    const final = await listening();
    await final.voice();
    await final.pauses();
    await final.falls();
    await final.predicted(0.3);
    await final.final("Hello.");
    expect(final.is(turn("responding"))).toBe(true);
    const interim = await listening();
    await interim.voice();
    await interim.falls();
    await interim.voice();
    await interim.falls();
    await interim.interim("Hello");
    expect(interim.is(turn("responding"))).toBe(true);
  });

  it("is apologized for when nothing of much speech was recognized, and goes to a human in the end", async () => {
    const call = await listening();
    for (const [recovers, deadlineMs] of [
      [true, 1500],
      [true, 1500],
      [false, 2500],
    ] as const) {
      await call.after(1000);
      await call.voice();
      await call.after(2000);
      await call.falls();
      await call.after(deadlineMs - 10);
      await call.after(30);
      expect(call.is(turn("recovering"))).toBe(recovers);
      if (recovers) await call.heard();
    }
    expect(call.phrase).toBe("allSystemsDown");
  });

  it("is asked for again after ninety seconds of noise", async () => {
    const call = await listening();
    await call.voice();
    await call.after(90_010);
    expect(call.is(turn("recovering"))).toBe(true);
    await call.heard();
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    await call.voice();
  });

  it("is answered once more when words come after it was taken", async () => {
    const call = await listening();
    await call.says("A pipe burst.");
    await call.final("And the baby is coughing.");
    expect(call.context.answering).toBe("And the baby is coughing.");
  });
});

describe("ringing", () => {
  it("ends when nobody answers, or the caller gives up", async () => {
    const call = runtimeCall();
    await call.after(30_010);
    expect(call.outcome).toBe("completed");
    const given = runtimeCall();
    await given.sends({ type: "call.hungUp", by: "caller" });
    expect(given.outcome).toBe("callerHungUp");
  });
});

describe("words that come late", () => {
  it("take the floor although our voice went on", async () => {
    for (const kind of ["interim", "final"] as const) {
      const call = await listening();
      await call.replied("A pipe burst.");
      call.speaksOn(3000);
      await call.voice();
      await call.falls();
      await call.after(510);
      expect(call.is(turn("responding.speaking"))).toBe(true);
      await call[kind]("And my kitchen floods");
      expect(call.context.answering).toBe("And my kitchen floods");
    }
    const greeting = runtimeCall({ phraseMs: 3000 });
    await greeting.answered();
    await greeting.voice();
    await greeting.falls();
    await greeting.after(510);
    await greeting.final("My kitchen floods");
    expect(greeting.context.answering).toBe("My kitchen floods");
  });
});
