/** The words of one utterance that came as a whole: by the call's script, or recognized. */
import type { Recognize, Transcripts } from "./ear.ts";
import type { Stage, TimedWord } from "./scripted-speech.ts";
import type { Pcm } from "./speech-audio.ts";

/** The audio's end is this much older than the request at most: it was carried, and waited for silence. */
const latestMs = 900;
/** -42 dBFS. */
const voicedAbove = 250;

/** Per call: what was told before, so that a word at the edge of two utterances is told once. */
const told = new WeakMap<Stage, Set<TimedWord>>();

/**
 * Audio bears no date: it is taken to end when its request arrives, or up to 900 ms before. Words that may lie before its
 * beginning are its own unless an earlier utterance had them. Silence bears no words.
 */
export function scriptedWords(stage: Stage, { samples, sampleRate }: Pcm, arrivedAt: number): string[] {
  if (!samples.some((sample) => Math.abs(sample) > voicedAbove)) return [];
  const beganAt = arrivedAt - (samples.length * 1000) / sampleRate;
  const before = told.get(stage) ?? new Set();
  told.set(stage, before);
  const words = stage
    .wordsBetween(beganAt - latestMs, arrivedAt)
    .filter((word) => (word.startAt + word.endAt) / 2 >= beganAt || !before.has(word));
  for (const word of words) before.add(word);
  return words.map(({ text }) => text);
}

/** Throws when the recognizer breaks. */
export async function recognizedIn(
  { samples, sampleRate }: Pcm,
  recognize: Recognize,
  silenceMs: number,
): Promise<string[]> {
  const words: string[] = [];
  let failure: string | undefined;
  const transcripts: Transcripts = {
    speechStarted: () => {},
    results: (results) => words.push(...results.words.map(({ text }) => text)),
    utteranceEnd: () => {},
    failed: (reason) => {
      failure = reason;
    },
  };
  const ear = recognize({ sampleRate, interims: false, silenceMs, transcripts });
  ear.audio(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  await ear.finish();
  ear.close();
  if (failure !== undefined) throw new Error(failure);
  return words;
}
