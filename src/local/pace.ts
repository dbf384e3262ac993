/** Waiting for a point in time, and jitter that repeats itself from run to run. */
import { setTimeout } from "node:timers/promises";

/**
 * Waits until `performance.now()` has reached `at`.
 * @throws the signal's reason when it is aborted first.
 */
export async function waitUntil(at: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const ms = at - performance.now();
  // Rounded up: a timer of 0.4 ms fires at once.
  if (ms > 0) await setTimeout(Math.ceil(ms), undefined, { signal });
}

/** Resolves when the signal is aborted, with the same rejection as `waitUntil`. */
export async function waitForAbort(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** A source of delays between 0 and `jitterMs`, the same sequence for the same seed (mulberry32). */
export function createJitter(seed: string): (jitterMs: number) => number {
  let state = 0;
  for (const character of seed) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return (jitterMs) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * jitterMs;
  };
}
