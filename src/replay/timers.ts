/** The timers of a chart on a recorded clock: what runs, since when, and when it is due. */
import type { Step } from "./format.ts";

export interface Timer {
  id: string;
  startedAt: number;
  due: number;
}

export function startTimers(at: number, timers: Step["timers"]) {
  const running = new Map<string, Timer>();
  const note = (at: number, timers: Step["timers"]): void => {
    for (const [id, length] of timers)
      if (length === null) running.delete(id);
      else running.set(id, { id, startedAt: at, due: at + length });
  };
  note(at, timers);
  return {
    note,
    fired: (id: string): void => void running.delete(id),
    get: (id: string): Timer | undefined => running.get(id),
    /** The one that is due first, first. */
    pending: (): Timer[] => [...running.values()].sort((one, other) => one.due - other.due),
  };
}

/** `REPROMPT` of `xstate.after.REPROMPT.call.live.turn…`. */
export const timerName = (id: string): string => id.split(".")[2] ?? id;
