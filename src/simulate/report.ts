/** What a simulated call comes to: the JSON that a run prints. */
import type { Facts, Outcome, Stage } from "#machines/call/types.ts";
import type { TurnLatency } from "#src/call/ports.ts";
import { statesOf, turnsOf, type CallRecord } from "./call-record.ts";
import { judge, type JudgedExpectation } from "./expectations.ts";
import { bargeIns, hasSilenced, waitBefore } from "./measure.ts";
import type { Scenario } from "./scenario.ts";
import { longestSilence } from "./silence.ts";
import type { Sound } from "./spoken-line.ts";
import type { WebhookEvent } from "./webhook-log.ts";

export interface ScenarioReport {
  /** The scenario's name. */
  scenario: string;
  /** Every expectation passed, those that depend on timing included. */
  passed: boolean;
  expectations: JudgedExpectation[];
  turns: ReportedTurn[];
  /** Every time that the caller spoke or made a sound into the agent's speech; null when it spoke on. */
  barge_ins: { kind: "words" | Sound; silenced_ms: number | null }[];
  /** The longest that the caller heard nothing while it was not theirs to speak. */
  longest_silence_ms: number;
  /** In the order in which they were entered. */
  states: string[];
  webhooks: WebhookEvent[];
  outcome: Outcome | null;
  facts: Facts;
  /** What the call's end told of it; null when that did not arrive. */
  usage: Readonly<Record<string, unknown>> | null;
  /** What was reported as failed and handled in the call, and what went wrong around it. */
  problems: string[];
}

export interface ReportedTurn {
  speaker: "tenant" | "agent";
  text: string;
  stage: Stage;
  interrupted: boolean;
  /** As the call itself reckons it. */
  latency?: TurnLatency;
  /** On the agent's first turn after the tenant's: the wait as measured on the line. */
  measured_wait_ms?: number;
}

/** `callerProblems` is what the caller could not do as written; `problems` is told, and fails nothing by itself. */
export function reportOn(
  scenario: Scenario,
  record: CallRecord,
  callerProblems: readonly string[],
  problems: readonly string[],
): ScenarioReport {
  const expectations = [
    inTime(scenario, record),
    asWritten(callerProblems),
    ...judge(scenario.expect, record),
  ];
  const handled = record.entries.filter((entry) => entry.kind === "problem").map(({ reason }) => reason);
  return {
    scenario: scenario.name,
    passed: expectations.every(({ passed }) => passed),
    expectations,
    turns: reportedTurns(record),
    barge_ins: bargeIns(record.truth).map((bargeIn) => ({
      kind: bargeIn.kind,
      silenced_ms: hasSilenced(bargeIn) ? rounded(bargeIn.silencedMs) : null,
    })),
    longest_silence_ms: rounded(longestSilence(record)),
    states: statesOf(record).flatMap(({ entered }) => entered),
    webhooks: [...record.webhooks],
    outcome: record.outcome ?? null,
    facts: record.facts,
    usage: record.usage ?? null,
    problems: [...handled, ...problems],
  };
}

function inTime({ limitMs }: Scenario, { outcome }: CallRecord): JudgedExpectation {
  return {
    expectation: `the call ends within ${limitMs} ms`,
    passed: outcome !== undefined,
    detail: outcome === undefined ? "it was hung up" : "it ended",
    timing: false,
  };
}

function asWritten(problems: readonly string[]): JudgedExpectation {
  return {
    expectation: "the caller does everything as written",
    passed: problems.length === 0,
    detail: problems.join("; ") || "everything was done",
    timing: false,
  };
}

function reportedTurns(record: CallRecord): ReportedTurn[] {
  let takenAt: number | undefined;
  return turnsOf(record).map(({ at, speaker, text, stage, interrupted, latency }) => {
    const wait = speaker === "agent" && takenAt !== undefined ? waitBefore(record.truth, takenAt) : undefined;
    takenAt = speaker === "tenant" ? at : undefined;
    return {
      speaker,
      text,
      stage,
      interrupted,
      ...(latency === undefined ? {} : { latency }),
      ...(wait === undefined ? {} : { measured_wait_ms: rounded(wait) }),
    };
  });
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
