/** Time that passes only when it is told to: the timers and clocks of this process, from `take` until `giveBack`. */

export interface VirtualTime {
  now: () => number;
  /** Goes to the next timer that is due by then, or to then; what it started through promises and streams has happened. */
  next(until: number): Promise<void>;
  /** Timers that wait, but for those of `sleep`: when each is due, and who made it if that was traced. */
  waiting(): readonly string[];
  /** For whoever makes the call's outside. */
  sleep: (ms: number) => Promise<void>;
  giveBack(): void;
}

interface Timer {
  at: number;
  every: number | undefined;
  run: () => void;
  /** Of the call's outside, not of what is tested. */
  outside: boolean;
  made: string | undefined;
}

/** A Tuesday afternoon in New York, when the example workspaces' offices are closed for hours to come. */
const begin = Date.parse("2026-03-03T23:00:00.000Z");

let taken = false;

/** `onError` is told what a timer's callback threw. `traced`: timers remember who made them, which is slow. */
export function takeTime(onError: (error: unknown) => void, traced = false): VirtualTime {
  if (taken) throw new Error("Time is taken already: a run is going on in this process.");
  taken = true;
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    Date: globalThis.Date,
  };
  const timers = new Map<number, Timer>();
  let now = 0;
  let count = 0;

  const add = (run: () => void, ms: number | undefined, repeats = false, outside = false) => {
    const wait = Math.max(0, Number.isFinite(ms) ? Number(ms) : 0);
    const id = ++count;
    const made = traced && !outside ? new Error("made here").stack : undefined;
    const every = repeats ? Math.max(1, wait) : undefined;
    timers.set(id, { at: now + wait, every, run, outside, made });
    return handleOf(id, wait);
  };
  const handleOf = (id: number, wait: number) => {
    const handle = {
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
      refresh() {
        const timer = timers.get(id);
        if (timer) timer.at = now + wait;
        return handle;
      },
      close: () => void timers.delete(id),
      [Symbol.toPrimitive]: () => id,
      [Symbol.dispose]: () => void timers.delete(id),
    };
    return handle;
  };
  const remove = (handle: unknown) => {
    if (handle !== undefined && handle !== null) timers.delete(Number(handle));
  };
  class VirtualDate extends real.Date {
    constructor(...given: [] | [number | string | Date]) {
      if (given.length === 0) super(VirtualDate.now());
      else super(...given);
    }
    static override now(): number {
      return Math.floor(begin + now);
    }
  }
  Object.assign(globalThis, {
    setTimeout: (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
      add(() => run(...given), ms),
    setInterval: (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
      add(() => run(...given), ms, true),
    clearTimeout: remove,
    clearInterval: remove,
    Date: VirtualDate,
  });
  Object.defineProperty(performance, "now", { value: () => now, configurable: true, writable: true });

  const earliest = (until: number): [number, Timer] | undefined => {
    let first: [number, Timer] | undefined;
    for (const one of timers) if (one[1].at <= until && (!first || one[1].at < first[1].at)) first = one;
    return first;
  };
  return {
    now: () => now,
    async next(until) {
      const due = earliest(until);
      if (due) {
        const [id, timer] = due;
        now = Math.max(now, timer.at);
        if (timer.every === undefined) timers.delete(id);
        else timer.at = now + timer.every;
        try {
          timer.run();
        } catch (error) {
          onError(error);
        }
      } else now = Math.max(now, until);
      await turnOfTheLoop();
    },
    waiting: () =>
      [...timers.values()]
        .filter(({ outside }) => !outside)
        .map(({ at, made }) => `due at ${Math.round(at)} ms${made === undefined ? "" : ` ${made}`}`),
    sleep: (ms) => new Promise((resolve) => void add(resolve, ms, false, true)),
    giveBack() {
      Object.assign(globalThis, real);
      Reflect.deleteProperty(performance, "now");
      taken = false;
    },
  };
}

/** Promises and streams go on between two turns of the event loop, and they do not wait for anything real here. */
export const turnOfTheLoop = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
