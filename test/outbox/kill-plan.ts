/** When and how each process of the kill test dies. */
import type { Chance } from "./seeded.ts";

/**
 * `atSomeTime`: from outside, at whatever it is doing. `inTransaction`: between BEGIN and COMMIT. `inRequest`: the receiver has
 * the event, the sender has no answer. `beforeNote`, `beforeEndNote`: `call_initiated` or `call_ended` is in the queue, and the
 * call's record on disk does not say so yet.
 */
export const deaths = ["atSomeTime", "inTransaction", "inRequest", "beforeNote", "beforeEndNote"] as const;

export interface KillPlan {
  name: string;
  calls: number;
  seed: number;
  death: (typeof deaths)[number];
  /** After how many events, or requests, it dies. */
  after: number;
  /** What is waited on top of it, where it is killed from outside. */
  delayMs: number;
}

export function planOf(index: number, calls: number, chance: Chance): KillPlan {
  const some = chance.random() < 0.5 ? "atSomeTime" : chance.pick(deaths);
  const death = deaths[index] ?? some;
  return {
    name: `p${index}`,
    calls,
    seed: chance.whole(0, 2 ** 31),
    death,
    after: chance.whole(1, death === "inRequest" ? 20 : 6 * calls),
    delayMs: chance.random() * 15,
  };
}

/** The line of a process that has told all and lives: its moment did not come, and it is killed now. */
export const doneLine = "done";

export const roomOf = (name: string, call: number): string => `call-${name}-${call}`;
