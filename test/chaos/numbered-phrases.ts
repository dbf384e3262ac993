/** Fixed phrases as audio that tells what it is. */
import type { CachedPhrase } from "#src/voice/phrase-cache.ts";

const cached = new Map<number, ReadonlyMap<string, CachedPhrase>>();
const samplesPerMs = 24;

/** All are as long, and each bears its place among the texts, from 1, in its samples: so the sink knows what it plays. */
export function numberedPhrases(
  texts: Readonly<Record<string, string>>,
  ms: number,
): ReadonlyMap<string, CachedPhrase> {
  const made =
    cached.get(ms) ??
    new Map(
      Object.entries(texts).map(([name, text], index) => [
        name,
        { text, samples: new Int16Array(ms * samplesPerMs).fill(index + 1) },
      ]),
    );
  cached.set(ms, made);
  return made;
}
