/** Waiting and trying again, on a clock that tests can set. */
import type { Clock } from "./rescue-clock.ts";

/** Rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const aborted = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener("abort", aborted);
      resolve();
    });
    signal.addEventListener("abort", aborted, { once: true });
  });
}

export interface Persistence {
  clock: Clock;
  signal: AbortSignal;
  /** Milliseconds since the epoch; a try that fails after that is the last one. */
  until: number;
  /** Told of the first failure, and of the last. */
  onFailure: (error: unknown, isLast: boolean) => void;
}

const firstWaitMs = 250;
const longestWaitMs = 5_000;

/** Thrown when the last try has failed. */
export class GaveUp extends Error {}

/** Tries until it works or time is over; waits twice as long every time. */
export async function persist<Result>(work: () => Promise<Result>, how: Persistence): Promise<Result> {
  const { clock, signal, until, onFailure } = how;
  for (let wait = firstWaitMs; ; wait = Math.min(2 * wait, longestWaitMs)) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const isLast = clock.now() + wait > until;
      if (isLast || wait === firstWaitMs) onFailure(error, isLast);
      if (isLast) throw new GaveUp("Tried for too long.", { cause: error });
    }
    await sleep(clock, wait, signal);
  }
}
