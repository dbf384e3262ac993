import localInference from "@livekit/local-inference";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { CallEvent } from "#machines/call/types.ts";
import { synthesizeAt } from "#src/local/flite.ts";
import { createEars } from "#src/voice/ears.ts";
import { loadSilero, type SpeechDetector } from "#src/voice/silero.ts";
import { callEngines } from "./engines.ts";
import { clock, joined, microphone, silence } from "./sound.ts";

let vad: SpeechDetector;
let speech: Int16Array;
beforeAll(async () => {
  vad = await loadSilero({ minSilenceDuration: 200, minSpeechDuration: 50 });
  speech = await synthesizeAt("There is water coming through my ceiling.", {
    voice: "rms",
    sampleRate: 16_000,
  });
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const isLoud = (sample: number) => Math.abs(sample) > 1000;

async function listening(...behaviour: Parameters<typeof callEngines>) {
  const engines = await callEngines(...behaviour);
  const source = microphone();
  const events: CallEvent[] = [];
  const ears = createEars({
    source,
    clock,
    vad,
    openRecognizer: engines.openRecognizer,
    transcribe: engines.transcribe,
    predictEndOfTurn: localInference.predict,
  });
  closing.push(engines.close, () => ears.close());
  ears.start((event) => events.push(event));
  const types = () => events.map(({ type }) => type);
  return { engines, source, events, ears, types };
}

/** Says the sentence into the microphone, and to the recognizer's stand-in. */
async function say({ engines, source }: Awaited<ReturnType<typeof listening>>, text: string): Promise<void> {
  const ms = speech.length / 16;
  const words = text.split(" ").map((word, i, all) => ({ text: word, endMs: (ms * (i + 1)) / all.length }));
  engines.call.speech.say({ chunks: [{ words, endMs: ms }] });
  await source.speak(joined(speech, silence(1200)), true);
}

describe("hearing", () => {
  it("tells when speech starts, pauses and ends, and when the last voiced sample was heard", async () => {
    const { source, events, types } = await listening();
    await source.speak(joined(silence(400), speech, silence(600)));
    await vi.waitFor(() => expect(types().at(-1)).toBe("vad.speechEnded"));
    expect(
      types()
        .filter((type) => type !== "vad.voiced")
        .slice(0, 2),
    ).toEqual(["vad.speechStarted", "vad.paused"]);
    const [started, paused, ended] = [events[0], events[1], events.at(-1)];
    if (
      started?.type !== "vad.speechStarted" ||
      paused?.type !== "vad.paused" ||
      ended?.type !== "vad.speechEnded"
    )
      throw new Error("other events than those just seen");
    expect(started.voicedAt).toBeLessThan(started.at);
    expect(paused.voicedUntil).toBeLessThan(paused.at);
    expect(ended.voicedUntil).toBeLessThan(ended.at);
  });

  it("tells that the voice went on after a short pause", async () => {
    const { source, types } = await listening();
    const voiced = speech.subarray(speech.findIndex(isLoud), speech.findLastIndex(isLoud));
    await source.speak(joined(silence(300), voiced, silence(190), voiced, silence(600)));
    await vi.waitFor(() => expect(types().at(-1)).toBe("vad.speechEnded"));
    expect(types().filter((type) => type !== "vad.paused" && type !== "vad.voiced")).toEqual([
      "vad.speechStarted",
      "vad.speechEnded",
    ]);
    expect(types()).toContain("vad.voiced");
  });

  it("hears no speech in silence and in noise", async () => {
    const { source, events } = await listening();
    const noise = Int16Array.from({ length: 16_000 }, (_, i) => Math.round(Math.sin(i * i) * 300));
    await source.speak(joined(silence(500), noise, silence(500)));
    expect(events).toEqual([]);
  });

  it("passes on what is recognized, interim and final, with smart formatting asked for", async () => {
    const call = await listening();
    await say(call, "There is water coming through my ceiling.");
    const words = call.events.filter(({ type }) => type.startsWith("stt."));
    expect(words.at(-1)).toMatchObject({
      type: "stt.final",
      text: "There is water coming through my ceiling.",
    });
    expect(words.some(({ type }) => type === "stt.interim")).toBe(true);
    const query = call.engines.call.requests.listen[0]?.query;
    const asked = ["model", "smart_format", "punctuate", "interim_results", "sample_rate", "keywords"];
    expect(asked.map((name) => query?.get(name))).toEqual([
      "nova-2",
      "true",
      "true",
      "true",
      "16000",
      "Maple Court:1.5",
    ]);
    expect(call.engines.call.requests.listen[0]?.controls).toContain("Finalize");
  });

  it("asks the end-of-turn model when the chart wants to know", async () => {
    const { source, ears, events } = await listening();
    await source.speak(joined(silence(200), speech));
    ears.askEndOfTurn();
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe("eot.predicted"));
    const last = events.at(-1);
    expect(last?.type === "eot.predicted" && last.probability > 0 && last.probability < 1).toBe(true);
  });

  it("tells that the recognizer cannot be reached, and that it works again once it was opened anew", async () => {
    const call = await listening({ stt: { faults: [{ kind: "status", status: 401, to: 1 }] } });
    await call.source.speak(silence(100));
    await vi.waitFor(() => expect(call.types()).toContain("provider.failed"), { timeout: 15_000 });
    call.ears.reopen();
    await say(call, "There is water coming through my ceiling.");
    const told = call.types().filter((type) => type.startsWith("provider.") || type === "stt.final");
    expect(told).toEqual(["provider.failed", "provider.recovered", "stt.final"]);
  });
});
