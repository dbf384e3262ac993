/** Fixed phrases, synthesized once at start: what must be said at once, or when everything else is down. */
import type { SpeechSynthesis } from "./speech-synthesis.ts";

export interface CachedPhrase {
  text: string;
  /** 24 kHz mono. */
  samples: Int16Array;
}

const atOnce = 4;

/** Throws, naming the phrase, when one of them cannot be synthesized: the agent must not start without them. */
export async function cachePhrases(
  phrases: Readonly<Record<string, string>>,
  speech: SpeechSynthesis,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CachedPhrase>> {
  const cache = new Map<string, CachedPhrase>();
  const waiting = Object.entries(phrases);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, text] = next;
      try {
        cache.set(name, { text, samples: await whole(speech.synthesize(text, signal)) });
      } catch (error) {
        throw new Error(
          `The fixed phrase '${name}' could not be synthesized at start; check the TTS provider's key and address.`,
          { cause: error },
        );
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return cache;
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
