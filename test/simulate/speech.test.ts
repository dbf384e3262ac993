import { describe, expect, test } from "vitest";
import { cough } from "#src/simulate/cough.ts";
import { speakLine } from "#src/simulate/speech.ts";
import { rms, toneVoice } from "./sounds.ts";

const options = { synthesize: toneVoice, telephone: false, seed: 7 };

describe("a spoken line", () => {
  test("begins and ends with voice, and a pause is as long as it is written", async () => {
    const { samples, chunks } = await speakLine("ab {pause 600} cde", options);
    expect(chunks.map(({ kind, startMs, endMs }) => ({ kind, startMs, endMs }))).toEqual([
      { kind: "words", startMs: 0, endMs: 200 },
      { kind: "words", startMs: 800, endMs: 1_100 },
    ]);
    expect(samples.length).toBe(1_100 * 16);
    expect(samples.subarray(200 * 16, 800 * 16).every((sample) => sample === 0)).toBe(true);
    expect(rms(samples.subarray(800 * 16))).toBeGreaterThan(5_000);
  });

  test("gives each word its share of the time by its letters, a digit counting four", async () => {
    const { chunks } = await speakLine("abc, 5", options);
    expect(chunks[0]?.words).toEqual([
      { text: "abc,", endMs: (400 * 3) / 7 },
      { text: "5", endMs: 400 },
    ]);
  });

  test("has sounds without words, a breath away from the words beside them", async () => {
    const { chunks } = await speakLine("ab {cough} cd", options);
    expect(chunks.map(({ kind, words }) => [kind, words.length])).toEqual([
      ["words", 1],
      ["cough", 0],
      ["words", 1],
    ]);
    expect(chunks[1]?.startMs).toBe(280);
    expect(chunks[2]?.startMs).toBeCloseTo((chunks[1]?.endMs ?? 0) + 80, 5);
  });

  test("speaks an mhm with the caller's own voice", async () => {
    const asked: unknown[] = [];
    const synthesize: typeof toneVoice = (text, how) => {
      asked.push([text, how]);
      return toneVoice(text, how);
    };
    const { chunks } = await speakLine("{mhm}", { ...options, synthesize, voice: "rms" });
    expect(asked).toEqual([["mm hmm", { voice: "rms", sampleRate: 16_000 }]]);
    expect(chunks).toMatchObject([{ kind: "mhm", words: [], startMs: 0, endMs: 500 }]);
  });

  test("is refused when the synthesizer says nothing", async () => {
    const synthesize = (): Promise<Int16Array> => Promise.resolve(new Int16Array(1_600));
    await expect(speakLine("hello", { ...options, synthesize })).rejects.toThrow(/silent for "hello"/);
  });

  test("keeps its length and times over a telephone", async () => {
    const wide = await speakLine("ab {pause 100} cd", options);
    const narrow = await speakLine("ab {pause 100} cd", { ...options, telephone: true });
    expect(narrow.chunks).toEqual(wide.chunks);
    expect(narrow.samples.length).toBe(wide.samples.length);
    expect(narrow.samples).not.toEqual(wide.samples);
  });
});

describe("a cough", () => {
  test("takes 250 to 350 ms, rises at once and fades", () => {
    const samples = cough(3);
    expect(samples.length).toBeGreaterThanOrEqual(250 * 16);
    expect(samples.length).toBeLessThanOrEqual(350 * 16);
    const tenth = Math.floor(samples.length / 10);
    expect(rms(samples.subarray(0, tenth))).toBeGreaterThan(2 * rms(samples.subarray(tenth * 9)));
  });

  test("is the same for the same seed and another for another", () => {
    expect(cough(3)).toEqual(cough(3));
    expect(cough(3)).not.toEqual(cough(4));
  });
});
