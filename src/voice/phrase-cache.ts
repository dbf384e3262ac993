/** Fixed phrases, synthesized once at start: what must be said at once, or when everything else is down. */
import { type SpeechSynthesis, SynthesisFailed } from "./speech-synthesis.ts";

export interface CachedPhrase {
  text: string;
  /** 24 kHz mono. */
  samples: Int16Array;
}

const atOnce = 4;

/** Quieter samples before the first louder one are left out: about -50 dB of full scale. */
const audible = 100;
/** What is left of the quiet before a voice: 5 ms at 24 kHz. */
const onset = 120;

/** Throws, naming the phrase, when one of them cannot be synthesized: the agent must not start without them. */
export async function cachePhrases(
  phrases: Readonly<Record<string, string>>,
  speech: SpeechSynthesis,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CachedPhrase>> {
  const cache = new Map<string, CachedPhrase>();
  await synthesizePhrases(phrases, speech, signal, (name, phrase) => cache.set(name, phrase));
  return cache;
}

/** Finds a phrase by its words, however a model writes them; its audio begins with the voice. */
export function phraseFinder(
  phrases: ReadonlyMap<string, CachedPhrase>,
): (text: string) => CachedPhrase | undefined {
  const byWords = new Map(
    [...phrases.values()].map(({ text, samples }) => {
      const begin = Math.max(0, samples.findIndex((sample) => Math.abs(sample) >= audible) - onset);
      return [asWritten(text), { text, samples: samples.subarray(begin) }];
    }),
  );
  return (text) => byWords.get(asWritten(text));
}

const asWritten = (text: string): string =>
  text.trim().toLowerCase().replaceAll("’", "'").replaceAll("!", ".").replaceAll(/\s+/g, " ");

/** Four at a time. `keep` is given each phrase as soon as it is whole; throws as `cachePhrases` does. */
export async function synthesizePhrases(
  phrases: Readonly<Record<string, string>>,
  speech: SpeechSynthesis,
  signal: AbortSignal,
  keep: (name: string, phrase: CachedPhrase) => void,
): Promise<void> {
  const failed = new AbortController();
  const wanted = AbortSignal.any([signal, failed.signal]);
  const waiting = Object.entries(phrases);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, text] = next;
      keep(name, { text, samples: await spoken(name, text, speech, wanted) });
    }
  };
  const workers = Array.from({ length: atOnce }, work);
  try {
    await Promise.all(workers);
  } catch (error) {
    failed.abort();
    await Promise.allSettled(workers);
    throw error;
  }
}

async function spoken(
  name: string,
  text: string,
  speech: SpeechSynthesis,
  signal: AbortSignal,
): Promise<Int16Array> {
  try {
    const samples = await whole(speech.synthesize(text, signal));
    // What is broken off ends early and without an error.
    signal.throwIfAborted();
    if (samples.length === 0) throw new SynthesisFailed("no audio");
    return samples;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new Error(
      `The fixed phrase '${name}' could not be synthesized at start; check the TTS provider's key and address.`,
      { cause: error },
    );
  }
}

async function whole(chunks: AsyncIterable<Int16Array>): Promise<Int16Array> {
  const pieces: Int16Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    samples.set(piece, offset);
    offset += piece.length;
  }
  return samples;
}
