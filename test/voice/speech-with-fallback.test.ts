import { describe, expect, it } from "vitest";
import { type SpeechSynthesis, SynthesisFailed } from "#src/voice/speech-synthesis.ts";
import { speechWithFallback, type WhichSpeech } from "#src/voice/speech-with-fallback.ts";
import { collect } from "./sound.ts";

/** Audio at the usual pace. */
const samplesOf = (letters: number) => new Int16Array(Math.round(letters * 0.065 * 24_000));

/** Says so many letters of a sentence and fails, or says the whole of it. */
function voice(failsAfter?: number, reason: string | Error = "stalled") {
  const asked: string[] = [];
  const speech: SpeechSynthesis = {
    async *synthesize(text) {
      asked.push(text);
      if (failsAfter === undefined) yield samplesOf(text.length);
      else {
        if (failsAfter > 0) yield samplesOf(failsAfter);
        throw typeof reason === "string" ? new SynthesisFailed(reason) : reason;
      }
    },
  };
  return { speech, asked };
}

function pair(first = voice(), second = voice(), preferred: WhichSpeech = "first") {
  const told: string[] = [];
  const speech = speechWithFallback({
    first: first.speech,
    second: second.speech,
    preferred: () => preferred,
    onFailed: (which, reason) => told.push(`${which}: ${reason}`),
    onWorked: (which) => told.push(`${which} works`),
  });
  return { speech, told, asked: () => ({ first: first.asked, second: second.asked }) };
}

const sentence = "Please leave the building now, and call the fire department from outside.";

const lengths = async (speech: SpeechSynthesis, signal?: AbortSignal) =>
  (await collect(speech, sentence, signal)).map(({ length }) => length);

describe("two voices", () => {
  it("are one as long as the first works", async () => {
    const { speech, told, asked } = pair();
    expect(await lengths(speech)).toEqual([samplesOf(sentence.length).length]);
    expect(asked()).toEqual({ first: [sentence], second: [] });
    expect(told).toEqual(["first works"]);
  });

  it("begin with the second when that is preferred, and have the first to fall back on", async () => {
    const { speech, told, asked } = pair(voice(), voice(0, "status 500"), "second");
    await collect(speech, sentence);
    expect(asked()).toEqual({ first: [sentence], second: [sentence] });
    expect(told).toEqual(["second: status 500", "first works"]);
  });

  it("say the whole sentence when the first fails before any audio", async () => {
    const { speech, told, asked } = pair(voice(0, "timeout"));
    expect(await lengths(speech)).toEqual([samplesOf(sentence.length).length]);
    expect(asked().second).toEqual([sentence]);
    expect(told).toEqual(["first: timeout", "second works"]);
  });

  it.each([
    ["the beginning, when hardly more was heard", 20, sentence],
    ["the clause that was just begun", 60, "and call the fire department from outside."],
    ["a word of a long clause", 76, "from outside."],
  ])("go on in the middle, from %s", async (_where, letters, rest) => {
    const { speech, told, asked } = pair(voice(letters));
    expect(await lengths(speech)).toEqual([samplesOf(letters).length, samplesOf(rest.length).length]);
    expect(asked().second).toEqual([rest]);
    expect(told).toEqual(["first: stalled", "second works"]);
  });

  it("lose no word to a voice that is a quarter slower than usual", async () => {
    for (let letters = 1; letters < sentence.length; letters++) {
      const { speech, asked } = pair(voice(letters * 1.25));
      await collect(speech, sentence);
      const rest = asked().second[0] ?? "";
      expect(sentence.endsWith(rest)).toBe(true);
      expect(sentence.slice(0, -rest.length).trimEnd().length).toBeLessThanOrEqual(letters);
    }
  });

  it("need no other voice when only the silence after the last word was lacking", async () => {
    const { speech, told, asked } = pair(voice(sentence.length * 1.3));
    await collect(speech, sentence);
    expect(asked().second).toEqual([]);
    expect(told).toEqual(["first: stalled"]);
  });

  it("fail when both do, in the middle or before it", async () => {
    const { speech, told } = pair(voice(20), voice(0, "status 401"));
    await expect(collect(speech, sentence)).rejects.toMatchObject({
      name: "SynthesisFailed",
      reason: "status 401",
    });
    expect(told).toEqual(["first: stalled", "second: status 401"]);
  });

  it("keep what an unexpected error says to themselves", async () => {
    const { speech, told } = pair(voice(0, new TypeError("the caller's words")));
    await collect(speech, sentence);
    expect(told).toEqual(["first: unexpected error", "second works"]);
  });

  it("end silently, and blame nobody, when they are no longer wanted", async () => {
    const unwanted = new AbortController();
    const first: SpeechSynthesis = {
      async *synthesize() {
        yield samplesOf(10);
        unwanted.abort();
        throw new SynthesisFailed("connection");
      },
    };
    const { speech, told, asked } = pair({ speech: first, asked: [] });
    expect(await lengths(speech, unwanted.signal)).toEqual([samplesOf(10).length]);
    expect(asked().second).toEqual([]);
    expect(told).toEqual([]);
  });
});
