import { describe, expect, it } from "vitest";
import { listening, runtimeCall } from "./runtime-call.ts";

const turn = (state: string) => `live.turn.${state}`;

describe("a danger to life", () => {
  it("is answered before anything else, and every instruction is said to its end", async () => {
    const call = await listening();
    await call.voice();
    await call.interim("There are sparks from the outlet");
    expect(call.phrase).toBe("safety.electrical");
    await call.final("There are sparks from the outlet and he is unconscious.");
    await call.falls();
    await call.heard();
    expect(call.phrase).toBe("safety.medical");
    await call.heard();
    expect(call.is("live.safety.warned")).toBe(true);
    await call.final("I smell gas.");
    expect(call.phrase).toBe("safety.gas");
    await call.heard();
    expect(call.context.dispatched).toBe(true);
  });

  it("lets the instruction be said over words and noise", async () => {
    const call = await listening();
    await call.final("The outlet is sparking.");
    await call.voice();
    await call.interim("what");
    await call.final("What should I do?");
    await call.after(2010);
    expect(call.is(turn("announcing.playing"))).toBe(true);
    await call.final("Hello?");
    await call.interim("hello");
    await call.pauses();
    await call.falls();
    await call.heard();
    expect(call.is(turn("responding"))).toBe(true);
  });

  it("asks for a number first when nobody could be called back", async () => {
    const call = await listening({ withheld: true });
    await call.final("I smell gas.");
    await call.heard();
    expect(call.is("live.intake.contact")).toBe(true);
    await call.becomes(turn("responding.thinking"));
    await call.learns({ callbackNumber: "5555550142" });
    expect(call.is("live.intake.closing")).toBe(true);
  });

  it("holds back a transfer and an end that were asked for", async () => {
    const call = await listening();
    await call.final("He is unconscious.");
    await call.keys("0");
    await call.sends({ type: "call.mustEnd" });
    expect(call.phrase).toBe("safety.medical");
    await call.heard();
    await call.becomes(turn("responding.thinking"));
    await call.heard();
    expect(call.is(turn("handedOff"))).toBe(true);
    const key = await listening();
    await key.says("My neighbour.");
    await key.reports("medical");
    await key.keys("0");
    await key.heard();
    expect(key.phrase).toBe("transferring");
  });

  it("is told of while nobody picks up, and answered when nobody does", async () => {
    const call = await listening({ ladder: ["+15555550111"] });
    await call.keys("0");
    await call.heard();
    await call.final("I smell gas.");
    await call.humanRefuses();
    expect(call.phrase).toBe("safety.gas");
  });

  it("is answered again when nobody could hear it: on hold, or while the line was broken", async () => {
    for (const [away, back] of [
      ["hold.started", "hold.ended"],
      ["line.broken", "line.mended"],
    ] as const) {
      const call = await listening();
      await call.sends({ type: away });
      await call.final("I smell gas.");
      await call.heard();
      expect(call.is(turn("listening.silent"), "live.safety.warning")).toBe(true);
      await call.sends({ type: back });
      expect(call.phrase).toBe("safety.gas");
      await call.heard();
      expect(call.is("live.safety.warned")).toBe(true);
    }
  });

  it("is answered after the instruction although they talk while they cannot hear it", async () => {
    const away = async () => {
      const call = await listening();
      await call.sends({ type: "hold.started" }, { type: "hazard.heard", category: "gas" });
      await call.heard();
      return call;
    };
    const talking = await away();
    await talking.voice();
    await talking.final("Hello?");
    await talking.pauses();
    expect(talking.is(turn("listening.hearing"))).toBe(true);
    await talking.falls();
    await talking.sends({ type: "hold.ended" });
    expect(talking.phrase).toBe("safety.gas");
    await talking.heard();
    expect(talking.context.answering).toBe("Hello?");
    const silent = await away();
    await silent.final("Hello?");
    expect(silent.is(turn("listening.silent"))).toBe(true);
  });

  it("is answered before the next human is tried", async () => {
    const call = await listening();
    await call.keys("0");
    await call.heard();
    await call.final("The outlet is sparking.");
    await call.humanRefuses();
    expect(call.phrase).toBe("safety.electrical");
    await call.heard();
    expect(call.phrase).toBe("transferring");
    await call.heard();
    expect(call.line.humans.map(({ number }) => number)).toEqual(["+15555550111", "+15555550112"]);
  });

  it("does not forget who flees", async () => {
    const call = await listening();
    await call.final("I smell gas.");
    await call.sends({ type: "call.hungUp", by: "caller" });
    expect(call.outbox.sent.map(({ event_type }) => event_type)).toContain("dispatch_requested");
  });

  it("leaves the reply that it cut off silent while the caller is talking", async () => {
    const call = await listening();
    await call.says("My outlet buzzes.");
    await call.reports("electrical");
    await call.voice();
    await call.heard();
    expect(call.is(turn("responding.interrupted.voiced"))).toBe(true);
    await call.isSilent();
    await call.falls();
    await call.after(510);
    await call.heard();
    expect(call.is(turn("listening.silent"))).toBe(true);
  });

  it("is heard in a guess, whose reply is thrown away", async () => {
    const call = runtimeCall();
    await call.answered();
    await call.final("The carbon monoxide alarm is going off.");
    expect(call.phrase).toBe("safety.carbonMonoxide");
  });

  it("is put through to a human when the instruction is never heard to its end", async () => {
    const call = runtimeCall({ phraseMs: 70_000 });
    await call.answered();
    await call.final("I smell gas.");
    await call.after(60_010);
    expect(call.is("live.turn.handedOff")).toBe(true);
    const stuck = await listening();
    stuck.sink.stuck = true;
    await stuck.final("I smell gas.");
    await stuck.becomes("live.turn.handedOff");
  });
});
