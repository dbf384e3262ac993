import type { Clock } from "#src/outbox/clock.ts";

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Milliseconds until each timer that runs, the nearest first. */
  timers(): number[];
}

/** Starts at the real time, because a signature is verified against it, and stands still until it is advanced. */
export function createManualClock(): ManualClock {
  let now = Date.now();
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      timers = timers.filter((timer) => !due.includes(timer));
      for (const { run } of due) run();
    },
    timers: () => timers.map(({ at }) => at - now).sort((a, b) => a - b),
  };
}
