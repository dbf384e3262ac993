/** The one clock of the end-to-end tests. */
import type { Timers } from "#src/simulate/timers.ts";

/** Milliseconds since 1970 with fractions: the same in every process of this machine, and in the worker's log. */
export const now = (): number => performance.timeOrigin + performance.now();

export const timers: Timers = {
  now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** The promise's value; rejects with `complaint` when it takes longer than `ms`. */
export async function inTime<T>(promise: Promise<T>, ms: number, complaint: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint())), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface PollOptions {
  limitMs: number;
  everyMs?: number;
  /** Said when time is up. */
  complaint: () => string;
}

/** Asks again and again until there is an answer. What `ask` throws is passed on. */
export async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  { limitMs, everyMs = 20, complaint }: PollOptions,
): Promise<T> {
  const deadline = now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (now() >= deadline) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
