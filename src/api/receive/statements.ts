/**
 * What is asked of the database for a batch of events: however many they are, each statement is one text with one parameter,
 * which the database need not parse anew and the query builder need not build.
 */
import { sql } from "kysely";
import type { Query } from "#src/api/database/database.ts";
import type { EventRow } from "./event-row.ts";
import { emptyProjection, type RunRow } from "./project-run.ts";
import type { ReceivedEvent } from "./received-event.ts";

const parameter = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

// Each row is looked up by its key: a join would leave the database free to read a whole table for a few rows of it.

/** Those of the events that are stored already. */
export async function readKnownEvents(
  query: Query,
  events: readonly ReceivedEvent[],
): Promise<{ workspaceId: string; id: string }[]> {
  const keys = parameter(events.map(({ workspaceId, id }) => ({ workspace_id: workspaceId, id })));
  const { rows } = await sql<{ workspaceId: string; id: string }>`
    select known.workspace_id, known.id
    from jsonb_to_recordset(${keys}) as key (workspace_id text, id text)
    cross join lateral (
      select workspace_id, id from run_event where workspace_id = key.workspace_id and id = key.id limit 1
    ) as known`.execute(query);
  return rows;
}

/** The runs of the events, as far as there are any; nobody else changes them until the transaction ends. */
export async function readRuns(query: Query, events: readonly ReceivedEvent[]): Promise<RunRow[]> {
  const keys = parameter(
    events.map(({ workspaceId, sessionId }) => ({ workspace_id: workspaceId, session_id: sessionId })),
  );
  const { rows } = await sql<RunRow>`
    select found.*
    from (
      select distinct workspace_id, session_id
      from jsonb_to_recordset(${keys}) as key (workspace_id text, session_id text)
    ) as key
    cross join lateral (
      select * from run where workspace_id = key.workspace_id and session_id = key.session_id limit 1 for update
    ) as found`.execute(query);
  return rows.map((run) => ({ ...run, projection: { ...emptyProjection, ...run.projection } }));
}

/** Columns that others keep, such as a caller's hash, are left as they are. */
export async function writeRuns(query: Query, runs: readonly RunRow[]): Promise<void> {
  const rows = parameter(runs.map(runAsJson));
  await sql`
    insert into run (
      id, workspace_id, session_id, call_sid, status, caller_number, caller_hash, dialled_number, started_at, ended_at, last_event_at,
      heard_at, duration_seconds, total_turns, stage, hazards, urgency, facts, dispatch, transfer, providers, metadata,
      usage, cost_micros, cost_by_provider, median_wait_ms, expected, received, projection, position
    )
    select
      id, workspace_id, session_id, call_sid, status, caller_number, caller_hash, dialled_number, started_at, ended_at, last_event_at,
      heard_at, duration_seconds, total_turns, stage, hazards, urgency, facts, dispatch, transfer, providers, metadata,
      usage, cost_micros, cost_by_provider, median_wait_ms, expected, received, projection, position
    from jsonb_to_recordset(${rows}) as run (
      id uuid, workspace_id text, session_id text, call_sid text, status text, caller_number text, caller_hash text, dialled_number text,
      started_at timestamptz, ended_at timestamptz, last_event_at timestamptz, heard_at timestamptz,
      duration_seconds double precision, total_turns integer, stage text, hazards jsonb, urgency text, facts jsonb,
      dispatch jsonb, transfer jsonb, providers jsonb, metadata jsonb, usage jsonb, cost_micros bigint,
      cost_by_provider jsonb, median_wait_ms double precision,
      expected integer, received integer, projection jsonb, position bigint
    )
    on conflict (id) do update set
      call_sid = excluded.call_sid,
      status = excluded.status,
      caller_number = excluded.caller_number,
      caller_hash = excluded.caller_hash,
      dialled_number = excluded.dialled_number,
      started_at = excluded.started_at,
      ended_at = excluded.ended_at,
      last_event_at = excluded.last_event_at,
      heard_at = excluded.heard_at,
      duration_seconds = excluded.duration_seconds,
      total_turns = excluded.total_turns,
      stage = excluded.stage,
      hazards = excluded.hazards,
      urgency = excluded.urgency,
      facts = excluded.facts,
      dispatch = excluded.dispatch,
      transfer = excluded.transfer,
      providers = excluded.providers,
      metadata = excluded.metadata,
      usage = excluded.usage,
      cost_micros = excluded.cost_micros,
      cost_by_provider = excluded.cost_by_provider,
      median_wait_ms = excluded.median_wait_ms,
      expected = excluded.expected,
      received = excluded.received,
      projection = excluded.projection,
      position = excluded.position`.execute(query);
}

const runAsJson = (run: RunRow) => ({
  id: run.id,
  workspace_id: run.workspaceId,
  session_id: run.sessionId,
  call_sid: run.callSid,
  status: run.status,
  caller_number: run.callerNumber,
  caller_hash: run.callerHash,
  dialled_number: run.dialledNumber,
  started_at: run.startedAt,
  ended_at: run.endedAt,
  last_event_at: run.lastEventAt,
  heard_at: run.heardAt,
  duration_seconds: run.durationSeconds,
  total_turns: run.totalTurns,
  stage: run.stage,
  hazards: run.hazards,
  urgency: run.urgency,
  facts: run.facts,
  dispatch: run.dispatch,
  transfer: run.transfer,
  providers: run.providers,
  metadata: run.metadata,
  usage: run.usage,
  cost_micros: run.costMicros,
  cost_by_provider: run.costByProvider,
  median_wait_ms: run.medianWaitMs,
  expected: run.expected,
  received: run.received,
  projection: run.projection,
  position: run.position,
});

/** `do nothing` is for a database whose writers do not all take the workspaces' locks. */
export async function insertEvents(query: Query, events: readonly EventRow[]): Promise<void> {
  const rows = parameter(
    events.map((event) => ({
      position: event.position,
      id: event.id,
      workspace_id: event.workspaceId,
      run_id: event.runId,
      sequence: event.sequence,
      event_type: event.eventType,
      speaker: event.speaker,
      text: event.text,
      redacted: event.redacted,
      turn_index: event.turnIndex,
      stage: event.stage,
      interrupted: event.interrupted,
      latency: event.latency,
      data: event.data,
      cost_micros: event.costMicros,
      happened_at: event.happenedAt,
      received_at: event.receivedAt,
    })),
  );
  await sql`
    insert into run_event (
      position, id, workspace_id, run_id, sequence, event_type, speaker, text, redacted, turn_index, stage, interrupted,
      latency, data, cost_micros, happened_at, received_at
    )
    select
      position, id, workspace_id, run_id, sequence, event_type, speaker, text, redacted, turn_index, stage, interrupted,
      latency, data, cost_micros, happened_at, received_at
    from jsonb_to_recordset(${rows}) as event (
      position bigint, id text, workspace_id text, run_id uuid, sequence integer, event_type text, speaker text, text text,
      redacted boolean, turn_index integer, stage text, interrupted boolean, latency jsonb, data jsonb, cost_micros bigint,
      happened_at timestamptz, received_at timestamptz
    )
    on conflict (workspace_id, id) do nothing`.execute(query);
}
