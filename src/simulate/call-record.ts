/** Everything that is known of a call once it is over; expectations are judged by it alone. */
import type { Facts, Outcome, Stage } from "#machines/call/types.ts";
import type { CallLogEntry } from "#src/call/handle.ts";
import type { LineTruth } from "./measure.ts";
import type { Transfer } from "./telephone.ts";
import type { WebhookEvent } from "./webhook-log.ts";

export interface CallRecord {
  /** The call's log, with `at` on the line's clock. */
  entries: readonly CallLogEntry[];
  truth: LineTruth;
  /** Accepted by the receiver, each event once, in the order of arrival. */
  webhooks: readonly WebhookEvent[];
  transfers: readonly Transfer[];
  facts: Facts;
  /** Absent when the call's end was not told. */
  usage?: Readonly<Record<string, unknown>>;
  /** Absent when the call did not end in time. */
  outcome?: Outcome;
}

export type Turn = Extract<CallLogEntry, { kind: "turn" }>;
export type StatesEntry = Extract<CallLogEntry, { kind: "states" }>;

export function turnsOf({ entries }: Pick<CallRecord, "entries">): Turn[] {
  return entries.filter((entry) => entry.kind === "turn");
}

export function statesOf({ entries }: Pick<CallRecord, "entries">): StatesEntry[] {
  return entries.filter((entry) => entry.kind === "states");
}

/** The stages in the order in which the call went through them, each visit once. */
export function stagesOf(record: Pick<CallRecord, "entries">): Stage[] {
  return statesOf(record)
    .map(({ stage }) => stage)
    .filter((stage, index, all) => stage !== all[index - 1]);
}

/** Whether all of `parts` are in `whole` in this order, whatever lies between. */
export function isSubsequence(parts: readonly string[], whole: readonly string[]): boolean {
  let found = 0;
  for (const item of whole) if (item === parts[found]) found++;
  return found === parts.length;
}
