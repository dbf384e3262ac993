import { describe, expect, it } from "vitest";
import { listening, runtimeCall } from "./runtime-call.ts";

const turn = (state: string) => `live.turn.${state}`;
const ofTransfer = ({ outbox }: Awaited<ReturnType<typeof runtimeCall>>) =>
  outbox.sent.filter(({ event_type }) => event_type.startsWith("transfer_"));
const toHuman = { name: "transferToHuman", given: { reason: "asked" } };

describe("a transfer", () => {
  it("follows the words of the reply that asked for it, and the caller leaves us", async () => {
    const call = await listening();
    await call.says("I want a human!");
    await call.starts();
    call.speaksOn(1000);
    await call.asks(toHuman);
    await call.toolDone();
    await call.heard();
    expect(call.is(turn("handedOff"), "live.line.transferring")).toBe(true);
    await call.voice();
    await call.falls();
    await call.keys("0");
    await call.sends({ type: "call.mustEnd" });
    await call.final("I smell gas.");
    await call.sends({ type: "transfer.requested", reason: "asked" });
    await call.humanAnswers();
    expect(call.is("live.line.withHuman")).toBe(true);
    expect(ofTransfer(call)).toEqual([
      { event_type: "transfer_requested", data: { number: "+15555550111" } },
      { event_type: "transfer_answered", data: { number: "+15555550111" } },
    ]);
    await call.after(15_010);
    expect(call.outcome).toBe("withHuman");
  });

  it("is told first when the reply had no words for it", async () => {
    const call = await listening();
    await call.says("Human!");
    await call.uses("transferToHuman", { reason: "asked" });
    expect(call.phrase).toBe("transferring");
    await call.heard();
    expect(call.is("live.line.transferring")).toBe(true);
  });

  it("follows a reply whose words ended before its tool did", async () => {
    const call = await listening();
    await call.says("Human!");
    await call.starts();
    await call.asks(toHuman);
    await call.completes();
    await call.becomes(turn("responding.toolCalling.silent"));
    await call.toolDone();
    expect(call.is(turn("handedOff"))).toBe(true);
  });

  it("is asked for by the key 0, also over a reply", async () => {
    const listeningTo = await listening();
    await listeningTo.keys("0");
    expect(listeningTo.phrase).toBe("transferring");
    const replying = await listening();
    await replying.replied("Hello.");
    await replying.keys("0");
    expect(replying.phrase).toBe("transferring");
  });

  it("climbs the ladder, and comes back in words when nobody answers", async () => {
    const call = await listening();
    await call.keys("0");
    await call.heard();
    await call.humanRefuses();
    expect(call.phrase).toBe("tryingNext");
    await call.heard();
    expect(call.line.humans.map(({ number }) => number)).toEqual(["+15555550111", "+15555550112"]);
    await call.after(30_010);
    expect(call.phrase).toBe("nobodyAnswered");
    expect(ofTransfer(call)).toEqual([
      { event_type: "transfer_requested", data: { number: "+15555550111" } },
      { event_type: "transfer_failed", data: { number: "+15555550111", next: "+15555550112" } },
      { event_type: "transfer_requested", data: { number: "+15555550112" } },
      { event_type: "transfer_failed", data: { number: "+15555550112" } },
    ]);
    const ringing = await listening();
    await ringing.keys("0");
    await ringing.heard();
    await ringing.after(30_010);
    await ringing.becomes("live.line.transferring");
    await ringing.humanRefuses();
    expect(ringing.phrase).toBe("nobodyAnswered");
  });

  it("is still wanted after an interruption", async () => {
    const call = await listening();
    await call.says("Human!");
    await call.starts();
    call.speaksOn(2000);
    await call.asks(toHuman);
    await call.toolDone();
    await call.voice();
    await call.interim("wait");
    await call.falls();
    await call.final("Never");
    await call.becomes(turn("responding.thinking"));
    await call.heard();
    expect(call.is(turn("handedOff"))).toBe(true);
  });

  it("is not given up by a word over its announcement", async () => {
    const call = await listening();
    await call.keys("0");
    await call.voice();
    await call.interim("mhm thank you");
    await call.falls();
    await call.after(2000);
    await call.becomes(turn("responding.thinking"));
    await call.heard();
    expect(call.is("live.line.transferring")).toBe(true);
    const cough = await listening();
    await cough.keys("0");
    await cough.voice();
    await cough.interim("thank you");
    await cough.falls();
    await cough.after(100);
    expect(cough.is(turn("responding"))).toBe(true);
  });

  it("is offered again when the caller's words over it came to nothing", async () => {
    const call = await listening();
    await call.keys("0");
    await call.voice();
    await call.interim("thank you");
    await call.interim("");
    await call.falls();
    await call.after(1510);
    expect(call.phrase).toBe("transferring");
    expect(call.is(turn("announcing"))).toBe(true);
  });
});

describe("hold and a broken line", () => {
  it("are waited for without a word", async () => {
    const call = await listening();
    await call.sends({ type: "hold.started" });
    await call.after(7010);
    expect(call.is(turn("listening.silent"))).toBe(true);
    await call.sends({ type: "hold.ended" }, { type: "line.broken" }, { type: "line.mended" });
    await call.sends({ type: "hold.started" }, { type: "line.broken" });
    await call.after(20_010);
    expect(call.outcome).toBe("lineLost");
  });

  it("do not keep the caller from a human", async () => {
    for (const type of ["hold.started", "line.broken"] as const) {
      const call = await listening();
      await call.keys("0");
      await call.sends({ type });
      await call.heard();
      expect(call.is("live.line.transferring")).toBe(true);
    }
  });
});

describe("the keypad", () => {
  it("gives a number as the caller's words, whole, at #, or after a pause, and takes it back at *", async () => {
    const call = await listening();
    await call.keys("5555550142");
    expect(call.is(turn("responding"))).toBe(true);
    const hash = await listening();
    await hash.keys("42#");
    expect(hash.is(turn("responding"))).toBe(true);
    const pause = await listening();
    await pause.keys("42");
    await pause.after(4010);
    expect(pause.is(turn("responding"))).toBe(true);
    const back = await listening();
    await back.keys("42*");
    expect(back.context.keys).toBe("");
  });

  it("adds what was dialled to what is being said, whoever has the floor", async () => {
    for (const [words, falls] of [
      ["call me", false],
      ["my number is", false],
      ["my number is", true],
    ] as const) {
      const guess = await listening();
      await guess.voice();
      await guess.interim(words);
      await guess.pauses();
      if (falls) await guess.falls();
      await guess.keys("5555550142");
      expect(guess.context.answering).toBe("5555550142");
    }
    const waiting = await listening();
    await waiting.says("Call me.");
    await waiting.keys("5555550142");
    expect(waiting.context.finals).toBe("5555550142");
  });
});

describe("the length of a call", () => {
  const short = () => listening({ limitMs: 150_000, repromptMs: 1_000_000 });

  it("is announced when nobody speaks, and ends in the hands of a human, or with a promise", async () => {
    const call = await short();
    await call.voice();
    await call.after(30_000);
    expect(call.context.timeShort).toBe(true);
    await call.says("Wait.");
    await call.heard();
    expect(call.phrase).toBe("timeShort");
    await call.heard();
    await call.becomes("live.length.over", 130_000);
    expect(call.phrase).toBe("lineClosing");
    await call.heard();
    await call.humanRefuses();
    await call.heard();
    await call.humanRefuses();
    expect(call.phrase).toBe("timeOver");
    await call.heard();
    expect(call.outcome).toBe("completed");
  });

  it("sends somebody who knows what the caller said before the time was over", async () => {
    const call = await listening({ ladder: ["+15555550111"] });
    await call.says("A pipe burst.");
    await call.learns({ problem: "burst pipe" });
    await call.sends({ type: "call.mustEnd" });
    await call.heard();
    expect(call.phrase).toBe("lineClosing");
    await call.heard();
    await call.humanRefuses();
    await call.heard();
    expect(call.outcome).toBe("completed");
    expect(call.outbox.sent.map(({ event_type }) => event_type)).toContain("dispatch_requested");
  });
});

describe("a call that is not taken", () => {
  it("says so, and ends", async () => {
    const call = runtimeCall({ refusal: "notInService", ladder: [] });
    await call.answered();
    await call.heard();
    expect(call.outcome).toBe("refused");
  });

  it("is put through, and says it again when nobody answers", async () => {
    const call = runtimeCall({ refusal: "lineDisabled", ladder: ["+15555550111"] });
    await call.answered();
    await call.heard();
    await call.humanRefuses();
    expect(call.phrase).toBe("lineDisabled");
    await call.heard();
    expect(call.outcome).toBe("refused");
  });
});

describe("recording", () => {
  it("begins with a plain yes to the question after the greeting, and with nothing else", async () => {
    for (const [words, state] of [
      ["Yes, that's fine.", "recording"],
      ["There is water everywhere.", "refused"],
    ] as const) {
      const call = await listening({ asksForRecording: true });
      expect(call.phrase).toBe("askConsent");
      await call.heard();
      await call.says(words);
      expect(call.is(`live.recording.${state}`)).toBe(true);
      expect(call.line.recordings).toBe(state === "recording" ? 1 : 0);
    }
  });
});
