import { describe, expect, it } from "vitest";
import { listening, runtimeCall } from "./runtime-call.ts";

const turn = (state: string) => `live.turn.${state}`;

describe("silence of the caller", () => {
  it("is met with two reprompts, a promise to call back, and the end", async () => {
    const call = await listening();
    for (const phrase of ["reprompt1", "reprompt2", "promiseCallBack"]) {
      await call.after(7010);
      expect(call.phrase).toBe(phrase);
      await call.heard();
    }
    expect(call.outcome).toBe("callerSilent");
    const withheld = await listening({ withheld: true });
    for (const phrase of ["reprompt1", "reprompt2", "transferring"]) {
      await withheld.after(7010);
      expect(withheld.phrase).toBe(phrase);
      await withheld.heard();
    }
  });

  it("ends the call with a goodbye once everything is done", async () => {
    const call = await listening();
    await call.final("I smell gas.");
    await call.heard();
    await call.becomes(turn("responding.thinking"));
    await call.heard();
    await call.after(5010);
    expect(call.phrase).toBe("goodbye");
    await call.heard();
    expect(call.outcome).toBe("evacuated");
  });
});

describe("fixed phrases", () => {
  it("pause for a cough and go on, and give way to words", async () => {
    const call = runtimeCall();
    await call.answered();
    await call.voice();
    await call.pauses();
    await call.falls();
    await call.voice();
    await call.falls();
    await call.after(510);
    expect(call.is(turn("announcing.playing"))).toBe(true);
    await call.voice();
    await call.interim("Help");
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    const byFinal = runtimeCall();
    await byFinal.answered();
    await byFinal.voice();
    await byFinal.final("There is water everywhere");
    expect(byFinal.is(turn("listening.hearing.voiced"))).toBe(true);
  });

  it("hear a voice pause and end that they were spoken over", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("A wire is sparking");
    expect(call.is(turn("announcing.playing"))).toBe(true);
    await call.pauses();
    await call.falls();
    await call.heard();
    expect(call.is(turn("responding"))).toBe(true);
  });

  it("leave the floor with a caller who is still speaking, and give way to a key", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("A wire is sparking");
    await call.heard();
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    const dialling = runtimeCall();
    await dialling.answered();
    await dialling.keys("5");
    expect(dialling.is(turn("listening.silent"))).toBe(true);
  });

  it("that cannot be played leave the call to a human", async () => {
    const call = runtimeCall();
    call.sink.broken = true;
    await call.answered();
    expect(call.is(turn("handedOff"), "live.line.transferring")).toBe(true);
  });
});
