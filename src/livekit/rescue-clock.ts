/** Wall-clock time and timers, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since the epoch, as the dates of files are. */
  now(): number;
  /** Runs `run` once after `ms`; returns how to cancel. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
