/** What is left to chance in a call's engines, the same from run to run: each provider draws from a stream of its own. */
import { drawNormal, type Latency, latencyAt } from "./latency.ts";

export interface Draws {
  /** One moment of the provider, which may be asked for several of its latencies. */
  moment(): (latency: Latency) => number;
  /** A delay between 0 and `jitterMs`. */
  jitter(jitterMs: number): number;
}

/** Latencies and jitter do not shift each other's sequence either. */
export function createDraws(seed: string): Draws {
  const latencies = createRandom(`${seed}/latency`);
  const jitters = createRandom(`${seed}/jitter`);
  return {
    moment: () => {
      const normal = drawNormal(latencies);
      return (latency) => latencyAt(latency, normal);
    },
    jitter: (jitterMs) => jitters() * jitterMs,
  };
}

/** Numbers from 0 up to 1, the same sequence for the same seed (mulberry32). */
function createRandom(seed: string): () => number {
  let state = 0;
  for (const character of seed) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
