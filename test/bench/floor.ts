/**
 * The floor: what a turn takes with a perfect scheduler. It knows beforehand that the turn is over when the caller falls silent,
 * and every connection stands. What it cannot know is what was said: the last word is recognized, then the model's first token
 * comes, then the tokens until the reply's first clause stands, then the first byte of that clause's speech; and nothing of this
 * can begin before what is before it. It keeps no openers in stock and does not guess at words. Whoever does may lie below it.
 */
import { drawNormal, latencyAt } from "#src/local/latency.ts";
import { createRandom } from "#src/simulate/noise.ts";
import { openers } from "./replies.ts";
import type { Profile, Spread } from "./result.ts";
import { quantile } from "./statistics.ts";

const draws = 40_000;
const seed = 1;

/** Of the benchmark's replies, by drawing; the same at every run. */
export function floorOf({
  stt,
  llm,
  tts,
  perTokenMs,
}: Pick<Profile, "stt" | "llm" | "tts" | "perTokenMs">): Spread {
  const random = createRandom(seed);
  const latency = (spread: Spread): number => latencyAt(spread, drawNormal(random));
  const waits = Array.from({ length: draws }, (_, index) => {
    const clause = tokensAfterFirst(openers[index % openers.length] ?? "") * perTokenMs;
    return latency(stt) + latency(llm) + clause + latency(tts);
  });
  return { p50: rounded(quantile(waits, 0.5)), p95: rounded(quantile(waits, 0.95)) };
}

/** The stand-in sends a word a token, its full stop with it: an opener of one word stands with the first token. */
const tokensAfterFirst = (opener: string): number => opener.split(" ").length - 1;

const rounded = (ms = 0): number => Math.round(ms);
