/** Wall-clock time and timers, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since the epoch: shared by all processes that open the same queue, and kept in it. */
  now(): number;
  /** Runs `run` once after `ms`; returns how to cancel. */
  after(ms: number, run: () => void): () => void;
}

const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, longestTimerMs));
    return () => clearTimeout(timer);
  },
};
