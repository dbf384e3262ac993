/** Closes the runs of calls that ended without anybody telling so: their agent died, or its webhooks never came. */
import { sql } from "kysely";
import { type Database, inWorkspaces, type Query } from "#src/api/database/database.ts";
import { lockWorkspaces, takePositions } from "#src/api/database/lock-workspaces.ts";
import type { ApiParts } from "#src/api/http/parts.ts";
import type { EventRow } from "#src/api/receive/event-row.ts";
import type { RunRow } from "#src/api/receive/project-run.ts";
import { redactAgain } from "#src/api/privacy/redact-again.ts";
import { insertEvents, writeRuns } from "#src/api/receive/statements.ts";
import { presentRun, presentRunEvent } from "#src/api/runs/present.ts";
import { publish } from "#src/api/streams/feed.ts";

/** Beyond the workspace's longest call, since a call's last words take some time to arrive. */
const graceMinutes = 10;
/** Of a workspace whose settings do not say: none may be longer. */
const longestCallMinutes = 120;

/**
 * Returns how many runs were closed. Any number of processes may do it at once: a run is closed by the one that holds its
 * workspace's lock, and the others find it closed. `now` is in milliseconds since the epoch.
 */
export async function closeLostRuns({ database, now }: Pick<ApiParts, "database" | "now">): Promise<number> {
  const time = new Date(now());
  let closed = 0;
  for (const workspaceId of await workspacesWithSilentRuns(database, time))
    closed += await inWorkspaces(database, [workspaceId], (query) => closeIn(query, workspaceId, time));
  return closed;
}

async function workspacesWithSilentRuns({ owner }: Database, time: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct workspace.id
    from run join workspace on workspace.id = run.workspace_id
    where run.status = 'running' and run.heard_at < ${time.toISOString()}::timestamptz - ${silence}
    order by workspace.id`.execute(owner);
  return rows.map(({ id }) => id);
}

const silence = sql`make_interval(
  mins => coalesce((workspace.settings ->> 'maxMinutes')::integer, ${sql.lit(longestCallMinutes)}) + ${sql.lit(graceMinutes)}
)`;

async function closeIn(query: Query, workspaceId: string, time: Date): Promise<number> {
  await lockWorkspaces(query, [workspaceId]);
  const { rows: silent } = await sql<RunRow>`
    select run.*
    from run join workspace on workspace.id = run.workspace_id
    where run.workspace_id = ${workspaceId} and run.status = 'running'
      and run.heard_at < ${time.toISOString()}::timestamptz - ${silence}
    order by run.heard_at
    for update of run`.execute(query);
  if (silent.length === 0) return 0;
  const positions = await takePositions(query, silent.length);
  const lost = silent.map((run, index) => lose(run, positions[index] ?? 0, time));
  await writeRuns(
    query,
    lost.map(({ run }) => run),
  );
  await insertEvents(
    query,
    lost.map(({ event }) => event),
  );
  for (const { run } of lost) await redactAgain(query, run.id);
  await publish(
    query,
    lost.map(({ run, event }) => ({ kind: "run", run: presentRun(run), event: presentRunEvent(event) })),
  );
  return lost.length;
}

/** It ended, as far as anybody knows, with the last thing that was heard of it. */
function lose(before: RunRow, position: number, time: Date): { run: RunRow; event: EventRow } {
  const run: RunRow = { ...before, status: "lost", endedAt: before.lastEventAt, position };
  const event: EventRow = {
    position,
    id: `lost:${run.id}`,
    workspaceId: run.workspaceId,
    runId: run.id,
    sequence: null,
    eventType: "CALL_LOST",
    speaker: null,
    text: null,
    redacted: false,
    turnIndex: null,
    stage: run.stage,
    interrupted: null,
    latency: null,
    data: {},
    costMicros: null,
    happenedAt: time,
    receivedAt: time,
  };
  return { run, event };
}
