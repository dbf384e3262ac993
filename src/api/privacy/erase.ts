/** Calls are erased, with a receipt that says so and nothing else. */
import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import type { Viewer } from "#src/api/access/viewer.ts";
import type { Erasure } from "#src/api/answers.ts";
import { type Database, inWorkspaces, type Query } from "#src/api/database/database.ts";
import { lockWorkspaces } from "#src/api/database/lock-workspaces.ts";
import type { Tables } from "#src/api/database/tables.ts";
import { publish } from "#src/api/streams/feed.ts";
import { rememberErased } from "./erased-sessions.ts";
import type { Recordings } from "./recordings.ts";

export interface ErasingParts {
  database: Database;
  recordings: Recordings | undefined;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export interface ToErase {
  workspaceId: string;
  /** One call, or all of a number, by its hash and by the number itself. */
  what: { runId: string } | { callerHash: string; number: string };
  by: Pick<Viewer, "id" | "name">;
}

/**
 * Resolves when nothing of it is stored any more. What was erased before, and has not come back, has its receipt already:
 * that one is given. Undefined: there is no such call, and there was none.
 */
export async function erase(
  { database, recordings, now }: ErasingParts,
  { workspaceId, what, by }: ToErase,
): Promise<Erasure | undefined> {
  const at = new Date(now());
  return inWorkspaces(database, [workspaceId], async (query) => {
    // Whatever is being received is stored before, or is dropped afterwards.
    await lockWorkspaces(query, [workspaceId]);
    const runs = await query
      .selectFrom("run")
      .select(["id", "workspaceId", "sessionId"])
      .where("workspaceId", "=", workspaceId)
      .where((where) =>
        "runId" in what
          ? where("id", "=", what.runId)
          : where.or([where("callerHash", "=", what.callerHash), where("callerNumber", "=", what.number)]),
      )
      .execute();
    if (runs.length === 0) {
      const earlier = await receiptOf(query, workspaceId, what);
      if (earlier !== undefined || "runId" in what) return earlier;
    }
    const ids = runs.map(({ id }) => id);
    const events = await countEvents(query, ids);
    await rememberErased(
      query,
      workspaceId,
      runs.map(({ sessionId }) => sessionId),
      at,
    );
    if (ids.length > 0) await query.deleteFrom("run").where("id", "in", ids).execute();
    const row = {
      id: randomUUID(),
      workspaceId,
      happenedAt: at,
      runId: "runId" in what ? what.runId : null,
      callerHash: "runId" in what ? null : what.callerHash,
      runs: runs.length,
      events,
      // Last, since no transaction brings them back.
      recordings: runs.reduce((count, run) => count + (recordings?.erase(run) ?? 0), 0),
      actorId: by.id,
      actorName: by.name,
    };
    await query.insertInto("erasure").values(row).execute();
    await publish(
      query,
      ids.map((runId) => ({ kind: "erased", workspaceId, runId })),
    );
    return presentErasure(row);
  });
}

export const presentErasure = (row: Selectable<Tables["erasure"]>): Erasure => ({
  id: row.id,
  at: row.happenedAt.toISOString(),
  what: { calls: row.runs, events: row.events, recordings: row.recordings },
  by: { id: row.actorId, name: row.actorName },
});

async function receiptOf(
  query: Query,
  workspaceId: string,
  what: ToErase["what"],
): Promise<Erasure | undefined> {
  const row = await query
    .selectFrom("erasure")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where((where) =>
      "runId" in what ? where("runId", "=", what.runId) : where("callerHash", "=", what.callerHash),
    )
    .orderBy("happenedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && presentErasure(row);
}

async function countEvents(query: Query, runIds: readonly string[]): Promise<number> {
  if (runIds.length === 0) return 0;
  const { count } = await query
    .selectFrom("runEvent")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("runId", "in", runIds)
    .executeTakeFirstOrThrow();
  return count;
}
