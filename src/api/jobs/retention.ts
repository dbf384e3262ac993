/** Removes what is stored when its time is over. */
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { auditDays, pruneAudit } from "#src/api/access/audit.ts";
import { removeEndedSessions } from "#src/api/access/sign-in-tables.ts";
import { type Database, json, type Query } from "#src/api/database/database.ts";
import type { Tables } from "#src/api/database/tables.ts";
import { hiddenSession, rememberErased } from "#src/api/privacy/erased-sessions.ts";
import { redactAgain } from "#src/api/privacy/redact-again.ts";
import { withoutPersonal } from "#src/api/privacy/without-personal.ts";
import { publish } from "#src/api/streams/feed.ts";

export interface RetentionParts {
  database: Database;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Of what, how many. */
export interface Removed {
  /** Calls, with everything that was left of them. */
  runs: number;
  /** Calls whose facts and caller's number were removed. */
  facts: number;
  /** Utterances whose words were removed. */
  words: number;
  /** Utterances that were kept, and were redacted since the workspace keeps none any more. */
  redacted: number;
  audit: number;
  /** Sessions of people who signed in, which are over. */
  sessions: number;
}

const settingsSchema = z.object({
  keepTranscripts: z.boolean().default(false),
  transcriptDays: z.number().default(30),
  factsDays: z.number().default(30),
  runDays: z.number().default(365),
});

const dayMs = 86_400_000;
const batch = 200;
/** Of the advisory lock of whoever is at it. */
const lock = 7_305_511;

/** Several processes may do it at once: each finds what the others have left. */
export async function removeOld({ database, now }: RetentionParts): Promise<Removed> {
  const removed: Removed = { runs: 0, facts: 0, words: 0, redacted: 0, audit: 0, sessions: 0 };
  const { owner } = database;
  const at = now();
  for (const { id, settings } of await owner.selectFrom("workspace").select(["id", "settings"]).execute()) {
    const { keepTranscripts, transcriptDays, factsDays, runDays } = settingsSchema.parse(settings);
    const of = (days: number): Old => ({ workspaceId: id, before: since(at, days), at: new Date(at) });
    removed.runs += await inBatches(owner, (query) => removeRuns(query, of(runDays)));
    removed.facts += await inBatches(owner, (query) => removeFacts(query, of(factsDays)));
    removed.words += await inBatches(owner, (query) => removeWords(query, of(transcriptDays)));
    if (!keepTranscripts) removed.redacted += await inBatches(owner, (query) => redactKept(query, id));
  }
  removed.audit = await pruneAudit(database, since(at, auditDays));
  removed.sessions = await removeEndedSessions(database, new Date(at));
  return removed;
}

const since = (at: number, days: number): Date => new Date(at - days * dayMs);

interface Old {
  workspaceId: string;
  before: Date;
  at: Date;
}

interface Done {
  /** As many as in a batch: there may be more. */
  calls: number;
  count: number;
}

/** Short transactions: what is being received is not kept waiting. Of several processes one does a batch, the others the next. */
async function inBatches(owner: Kysely<Tables>, work: (query: Query) => Promise<Done>): Promise<number> {
  for (let sum = 0; ;) {
    const { calls, count } = await owner.transaction().execute(async (query) => {
      await sql`select pg_advisory_xact_lock(${lock})::text`.execute(query);
      return work(query);
    });
    sum += count;
    if (calls < batch) return sum;
  }
}

/** Calls that ended before, or were last heard of before. One that goes on is never old. */
const oldRuns = (query: Query, { workspaceId, before }: Old) =>
  query
    .selectFrom("run")
    .where("workspaceId", "=", workspaceId)
    .where("status", "!=", "running")
    // What an agent's clock, set wrong, puts years ahead has not happened later than it was heard.
    .where(sql<Date>`least(last_event_at, heard_at)`, "<", before)
    .limit(batch);

async function removeRuns(query: Query, old: Old): Promise<Done> {
  const { workspaceId } = old;
  const runs = await query
    .deleteFrom("run")
    .where("id", "in", oldRuns(query, old).select("id"))
    .returning("id")
    .execute();
  await publish(
    query,
    runs.map(({ id: runId }) => ({ kind: "erased", workspaceId, runId })),
  );
  return { calls: runs.length, count: runs.length };
}

async function removeFacts(query: Query, old: Old): Promise<Done> {
  const runs = await oldRuns(query, old)
    .select(["id", "facts", "dispatch", "transfer", "sessionId"])
    .where("redactedAt", "is", null)
    .execute();
  for (const run of runs) {
    const hidden = hiddenSession(old.workspaceId, run.sessionId);
    if (hidden !== undefined) await rememberErased(query, old.workspaceId, [run.sessionId], old.at);
    // As long as it is known who called.
    await redactAgain(query, run.id);
    await query
      .updateTable("run")
      .set({
        callerNumber: null,
        callSid: null,
        facts: json(withoutPersonal(run.facts)),
        dispatch: run.dispatch && json(withoutPersonal(run.dispatch)),
        transfer: run.transfer && json(withoutPersonal(run.transfer)),
        sessionId: hidden ?? run.sessionId,
        redactedAt: old.at,
      })
      .where("id", "=", run.id)
      .execute();
    await removeFromEvents(query, run.id);
  }
  return { calls: runs.length, count: runs.length };
}

async function removeFromEvents(query: Query, runId: string): Promise<void> {
  const events = await query
    .selectFrom("runEvent")
    .select(["position", "data"])
    .where("runId", "=", runId)
    .where(sql<boolean>`data <> '{}'`)
    .execute();
  const left = events.map(({ position, data }) => ({ position, data: withoutPersonal(data) }));
  await sql`
    update run_event set data = changed.data
    from jsonb_to_recordset(${JSON.stringify(left)}::text::jsonb) as changed (position bigint, data jsonb)
    where run_event.position = changed.position and run_event.run_id = ${runId}`.execute(query);
}

async function removeWords(query: Query, old: Old): Promise<Done> {
  const runs = await oldRuns(query, old)
    .select("id")
    .where((where) =>
      where.exists(
        where
          .selectFrom("runEvent")
          .select("position")
          .whereRef("runEvent.runId", "=", "run.id")
          .where("text", "is not", null),
      ),
    )
    .execute();
  if (runs.length === 0) return { calls: 0, count: 0 };
  const { numUpdatedRows } = await query
    .updateTable("runEvent")
    .set({ text: null, redacted: true })
    .where(
      "runId",
      "in",
      runs.map(({ id }) => id),
    )
    .where("text", "is not", null)
    .executeTakeFirst();
  return { calls: runs.length, count: Number(numUpdatedRows) };
}

/** The workspace kept transcripts once. */
async function redactKept(query: Query, workspaceId: string): Promise<Done> {
  const runs = await query
    .selectFrom("runEvent")
    .select("runId")
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("redacted", "=", false)
    .where("speaker", "is not", null)
    .where("text", "is not", null)
    .limit(batch)
    .execute();
  let count = 0;
  for (const { runId } of runs) count += await redactAgain(query, runId);
  return { calls: runs.length, count };
}
