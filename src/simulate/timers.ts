/** Time as the simulation sees it: injected, so that tests turn the clock by hand. */
export interface Timers {
  /** Monotonic milliseconds, fractions kept. */
  now(): number;
  /** Calls back once, `ms` from now; returns how to call it off. */
  after(ms: number, callback: () => void): () => void;
}

export const realTimers: Timers = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** The promise's value, or `late` when it took longer than `ms`. A rejection is passed on. */
export function within<T>(timers: Timers, ms: number, promise: Promise<T>): Promise<T | "late"> {
  return new Promise((resolve, reject) => {
    const callOff = timers.after(ms, () => resolve("late"));
    promise.then(resolve, reject).finally(callOff);
  });
}
