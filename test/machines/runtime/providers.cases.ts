import { describe, expect, it } from "vitest";
import { listening, runtimeCall } from "./runtime-call.ts";

const turn = (state: string) => `live.turn.${state}`;

async function thinking() {
  const call = await listening();
  await call.says("A pipe burst.");
  return call;
}

async function guessing() {
  const call = await listening();
  await call.voice();
  await call.final("A pipe burst.");
  await call.pauses();
  return call;
}

describe("a model that fails", () => {
  it("is replaced by the second one, and that by the script, within the turn", async () => {
    const guess = await guessing();
    await guess.modelFails();
    expect(guess.is(turn("responding.endpointing"), "live.health.llm.degraded")).toBe(true);
    const taken = await thinking();
    await taken.modelFails();
    expect(taken.context.brain).toBe("secondModel");
    await taken.modelFails();
    expect(taken.context.brain).toBe("script");
    await taken.heard();
    expect(taken.is(turn("listening.silent"))).toBe(true);
  });

  it("is continued by the second one when it breaks off, heard or not", async () => {
    const call = await thinking();
    await call.starts();
    call.speaksOn(500);
    await call.modelFails();
    expect(call.is(turn("responding.speaking"))).toBe(true);
    await call.completes();
    await call.finishes();
    expect(call.is(turn("responding"))).toBe(true);
    expect(call.context.brain).toBe("secondModel");
    const interrupted = await thinking();
    await interrupted.voice();
    await interrupted.modelFails();
    await interrupted.falls();
    await interrupted.after(510);
    expect(interrupted.is(turn("responding"))).toBe(true);
    expect(interrupted.context.brain).toBe("secondModel");
  });

  it("is tried again after a while, and again when it fails once more", async () => {
    const call = await thinking();
    await call.modelFails();
    await call.heard();
    await call.becomes("live.health.llm.probing");
    await call.becomes(turn("listening.silent"));
    await call.says("Hello?");
    await call.modelFails();
    expect(call.is("live.health.llm.degraded")).toBe(true);
    await call.modelFails();
    expect(call.is("live.health.llm.down")).toBe(true);
    await call.heard();
    await call.becomes("live.health.llm.probing");
    await call.becomes(turn("listening.silent"));
    await call.says("Hello?");
    await call.starts();
    expect(call.is("live.health.llm.working")).toBe(true);
  });

  it("is apologized for when the script cannot reply either, in a guess too", async () => {
    const call = await thinking();
    call.breaksScript();
    await call.modelFails();
    await call.modelFails();
    expect(call.is(turn("recovering"))).toBe(true);
    await call.voice();
    expect(call.is(turn("listening.hearing.voiced"))).toBe(true);
    for (const failures of [1, 2]) {
      const guess = await guessing();
      guess.breaksScript();
      if (failures === 2) {
        await guess.falls();
        await guess.becomes(turn("responding.thinking"));
        await guess.voiceFails();
        await guess.heard();
        await guess.voice();
        await guess.final("A pipe burst.");
        await guess.pauses();
      }
      await guess.modelFails();
      await guess.modelFails();
      await guess.falls();
      expect(guess.is(turn("responding.endpointing"))).toBe(true);
      await guess.after(2000);
      expect(guess.is(turn("responding"))).toBe(false);
    }
  });
});

describe("a script that fails", () => {
  it("while the caller talks is apologized for afterwards", async () => {
    const call = await thinking();
    await call.modelFails();
    await call.modelFails();
    await call.becomes(turn("responding.toolCalling"));
    await call.voice();
    call.breaksScript();
    await call.toolFails();
    expect(call.is(turn("responding.interrupted.voiced"))).toBe(true);
    await call.falls();
    // What is there of the reply, its opener, is heard first.
    await call.becomes(turn("recovering"), 1000);
  });
});

describe("a voice that fails", () => {
  it("is apologized for, then a human takes over", async () => {
    const call = await thinking();
    await call.voiceFails();
    expect(call.is(turn("recovering"), "live.health.tts.down")).toBe(true);
    await call.interim("hello");
    await call.final("Hello?");
    await call.falls();
    await call.heard();
    await call.becomes(turn("responding.thinking"));
    await call.voiceFails();
    expect(call.is("live.health.tts.down")).toBe(true);
    expect(call.phrase).toBe("allSystemsDown");
  });

  it("is noticed in a guess when the turn is taken", async () => {
    const call = await guessing();
    await call.voiceFails();
    await call.falls();
    await call.becomes(turn("recovering"));
    await call.heard();
    await call.voice();
    await call.final("A pipe burst.");
    await call.pauses();
    await call.voiceFails();
    await call.falls();
    await call.becomes(turn("announcing"));
    expect(call.phrase).toBe("allSystemsDown");
  });

  it("is apologized for in the middle of a reply, and works again with the next", async () => {
    const call = await thinking();
    await call.starts();
    await call.voiceFails();
    expect(call.is(turn("recovering"))).toBe(true);
    await call.heard();
    await call.becomes("live.health.tts.probing");
    await call.becomes(turn("listening.silent"));
    await call.replied("Hello?");
    await call.voiceFails();
    expect(call.phrase).toBe("allSystemsDown");
  });

  it("is apologized for after an opener that needed no voice", async () => {
    const call = await thinking();
    await call.opens();
    await call.voiceFails();
    expect(call.is(turn("recovering"), "live.health.tts.down")).toBe(true);
    expect(call.outbox.sent).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ speaker: "agent", text: "Thank you.", interrupted: true }),
      }),
    );
  });

  it("is not taken for mended by an opener", async () => {
    const call = await thinking();
    await call.voiceFails();
    await call.heard();
    await call.says("Hello?");
    await call.opens();
    expect(call.is("live.health.tts.down")).toBe(true);
    await call.voiceFailsOver();
    await call.heard();
    expect(call.is("live.health.tts.working")).toBe(true);
  });

  it("works again after it was down", async () => {
    const call = await thinking();
    await call.voiceFails();
    await call.heard();
    await call.says("Hello?");
    await call.voiceFailsOver();
    await call.heard();
    expect(call.is("live.health.tts.working")).toBe(true);
  });

  it("leaves a human when the apology cannot be played either", async () => {
    const call = await thinking();
    await call.voiceFails();
    call.sink.broken = true;
    await call.after(50);
    expect(call.is(turn("handedOff"))).toBe(true);
    const stuck = await thinking();
    await stuck.voiceFails();
    stuck.sink.stuck = true;
    await stuck.becomes(turn("handedOff"));
    const long = runtimeCall({ phraseMs: 70_000 });
    await long.answered();
    await long.becomes(turn("listening.silent"), 61_000);
    await long.says("A pipe burst.");
    await long.voiceFails();
    await long.after(60_010);
    expect(long.is(turn("listening.silent"))).toBe(true);
  });
});

describe("a reply without words", () => {
  it("and without a wish is apologized for", async () => {
    const call = await thinking();
    await call.learns({ safe: true });
    await call.wordless();
    expect(call.is(turn("recovering"))).toBe(true);
  });
});

describe("a voice that fails alone", () => {
  it("is replaced by the second one in the sentence, and tried again after a while", async () => {
    const call = await thinking();
    await call.voiceDegrades();
    expect(call.is(turn("responding.thinking"), "live.health.tts.degraded")).toBe(true);
    await call.heard();
    await call.becomes("live.health.tts.probing", 20_000);
    await call.becomes(turn("listening.silent"));
    await call.says("Hello?");
    await call.voiceDegrades();
    expect(call.is("live.health.tts.degraded")).toBe(true);
    await call.heard();
    await call.becomes("live.health.tts.probing", 20_000);
    await call.becomes(turn("listening.silent"));
    await call.says("Hello?");
    await call.heard();
    expect(call.is("live.health.tts.working")).toBe(true);
  });

  it("comes back when the second one fails, and both are tried again when neither worked", async () => {
    const call = await thinking();
    await call.voiceDegrades();
    await call.heard();
    await call.says("Hello?");
    await call.voiceFailsOver();
    await call.heard();
    expect(call.is("live.health.tts.working")).toBe(true);
    await call.says("Hello?");
    await call.voiceFails();
    await call.heard();
    await call.becomes("live.health.tts.probing", 20_000);
    await call.becomes(turn("listening.silent"));
    await call.says("Hello?");
    await call.voiceFails();
    expect(call.is("live.health.tts.down")).toBe(true);
  });
});

describe("a recognizer that fails", () => {
  it("is opened anew, then replaced by the second one, then tried again", async () => {
    const call = await listening({ repromptMs: 1_000_000 });
    await call.voice();
    await call.interim("my unit is 4B");
    await call.losesEars();
    expect(call.asked).toEqual(["reopen"]);
    await call.earsWork();
    expect(call.is("live.health.stt.working")).toBe(true);
    await call.losesEars();
    await call.losesEars();
    expect(call.asked.at(-1)).toBe("useSecond");
    await call.after(15_010);
    expect(call.is("live.health.stt.probing")).toBe(true);
    await call.losesEars();
    expect(call.is("live.health.stt.degraded")).toBe(true);
    await call.after(15_010);
    await call.earsWork();
    expect(call.is("live.health.stt.working")).toBe(true);
  });

  it("leaves the caller to a human when the second one fails, too", async () => {
    const call = await listening();
    for (let time = 0; time < 3; time++) await call.losesEars();
    expect(call.is("live.health.stt.down")).toBe(true);
    expect(call.phrase).toBe("transferring");
    await call.after(15_010);
    expect(call.is("live.health.stt.probing")).toBe(true);
  });
});

describe("a call that nobody hears and no human takes", () => {
  it("ends, whether or not somebody has been sent", async () => {
    for (const sent of [false, true]) {
      const call = await listening({ ladder: ["+15555550111"] });
      if (sent) {
        await call.sends({ type: "hazard.heard", category: "gas" });
        await call.heard();
      }
      call.sink.stuck = true;
      await call.keys("0");
      for (let round = 0; round < 2; round++) {
        await call.becomes(turn("handedOff"));
        await call.humanRefuses();
      }
      expect(call.outcome).toBe(sent ? "evacuated" : "completed");
      expect(call.line.hungUp).toBe(1);
    }
  });
});
