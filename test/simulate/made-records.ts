/** Makings of a call that is over. */
import type { HazardCategory, Stage } from "#machines/call/types.ts";
import type { CallLogEntry } from "#src/call/handle.ts";
import type { CallRecord } from "#src/simulate/call-record.ts";
import type { Expectation } from "#src/simulate/expectation-schema.ts";
import type { CallerSpan } from "#src/simulate/measure.ts";

/** What is expected, of what call, whether it passes, and what is told of it. */
export type Case = [Expectation, Partial<CallRecord>, boolean, string];

export const turn = (
  at: number,
  speaker: "tenant" | "agent",
  text: string,
  more: object = {},
): CallLogEntry => ({
  at,
  kind: "turn",
  index: 0,
  speaker,
  text,
  stage: "problem",
  interrupted: false,
  ...more,
});

export const states = (at: number, entered: string[], stage: Stage = "problem"): CallLogEntry => ({
  at,
  kind: "states",
  entered,
  leaves: entered,
  stage,
});

export const hazard = (at: number, category: HazardCategory): CallLogEntry => ({
  at,
  kind: "event",
  event: { type: "hazard.heard", category },
});

export const heard = (from: number, to: number, kind: CallerSpan["kind"] = "words"): CallerSpan => ({
  kind,
  text: "",
  from,
  to,
});

export const call = (parts: Partial<CallRecord>): CallRecord => ({
  entries: [],
  truth: { caller: [], agent: [] },
  webhooks: [],
  transfers: [],
  facts: {},
  ...parts,
});
