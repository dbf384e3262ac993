/** Waiting for a point in time. */
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
