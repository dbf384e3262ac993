/** Rows as the API answers them. */
import type { Selectable } from "kysely";
import type { Run, RunEvent } from "#src/api/answers.ts";
import type { RunEventTable, RunTable } from "#src/api/database/tables.ts";

export function presentRun(row: Selectable<RunTable>): Run {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    sessionId: row.sessionId,
    callSid: row.callSid,
    status: row.status,
    callerNumber: row.callerNumber,
    dialledNumber: row.dialledNumber,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    lastEventAt: row.lastEventAt.toISOString(),
    durationSeconds: row.durationSeconds,
    totalTurns: row.totalTurns,
    stage: row.stage,
    hazards: row.hazards,
    urgency: row.urgency as Run["urgency"],
    facts: row.facts,
    dispatch: row.dispatch,
    transfer: row.transfer,
    providers: row.providers,
    metadata: row.metadata,
    usage: row.usage,
    costUsd: dollars(row.costMicros),
    costByProvider:
      row.costByProvider &&
      Object.fromEntries(
        Object.entries(row.costByProvider).map(([name, micros]) => [name, micros / 1_000_000]),
      ),
    medianWaitMs: row.medianWaitMs,
    missing: row.expected - row.received,
    redactedAt: row.redactedAt?.toISOString() ?? null,
    position: row.position,
  };
}

/** `said`: the words as they were said, where they are known beside the stored ones. */
export function presentRunEvent(row: Selectable<RunEventTable>, said?: string): RunEvent {
  return {
    id: row.id,
    runId: row.runId,
    workspaceId: row.workspaceId,
    position: row.position,
    sequence: row.sequence,
    eventType: row.eventType,
    speaker: row.speaker,
    text: said ?? row.text,
    redacted: said === undefined && row.redacted,
    turnIndex: row.turnIndex,
    stage: row.stage,
    interrupted: row.interrupted,
    latency: row.latency,
    data: row.data,
    costUsd: dollars(row.costMicros),
    happenedAt: row.happenedAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
  };
}

const dollars = (micros: number | null): number | null => (micros === null ? null : micros / 1_000_000);
