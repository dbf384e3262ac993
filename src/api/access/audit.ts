/** Who looked at what, and who changed who may. Never what was seen. */
import type { FastifyRequest } from "fastify";
import type { AuditAction } from "#src/api/answers.ts";
import { type Database, inWorkspaces, type Query } from "#src/api/database/database.ts";
import { signedIn, type Viewer } from "./viewer.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Set by `addAccess`. */
    auditDatabase: Database;
  }
}

export interface Audited {
  action: AuditAction;
  workspaceId: string;
  runId?: string;
}

/**
 * Await it before answering: what cannot be entered is not to be shown. Throws `ApiError` 401 when nobody is signed in, and what
 * the database throws.
 */
export function audited(request: FastifyRequest, entry: Audited): Promise<void> {
  return enterAudit(request.server.auditDatabase, signedIn(request), entry);
}

export type Actor = Pick<Viewer, "id" | "name" | "email"> & { kind: Viewer["kind"] | "command" };

/** Where there is no request, or nobody is signed in by it yet. */
export function enterAudit(database: Database, actor: Actor, entry: Audited): Promise<void> {
  return inWorkspaces(database, [entry.workspaceId], (query) => insertEntry(query, actor, entry));
}

/** Within which the same look at the same thing is one look: pages ask for a call again and again. */
const oneLookMs = 10 * 60_000;

/** What somebody looks at, unless they were entered for it in the last ten minutes. To be awaited, too. */
export function enterLook(database: Pick<Database, "owner">, actor: Actor, entry: Audited): Promise<void> {
  const { action, workspaceId, runId } = entry;
  return inWorkspaces(database, [workspaceId], async (query) => {
    const known = await query
      .selectFrom("auditEntry")
      .select("id")
      .where("workspaceId", "=", workspaceId)
      .where("happenedAt", ">", new Date(Date.now() - oneLookMs))
      .where("actorId", "=", actor.id)
      .where("action", "=", action)
      .$if(runId !== undefined, (same) => same.where("runId", "=", runId ?? null))
      .limit(1)
      .executeTakeFirst();
    if (known === undefined) await insertEntry(query, actor, entry);
  });
}

/** Together with what is entered, in its transaction. */
export async function insertEntry(
  query: Query,
  { id, kind, name, email }: Actor,
  { action, workspaceId, runId }: Audited,
): Promise<void> {
  await query
    .insertInto("auditEntry")
    .values({
      workspaceId,
      happenedAt: new Date(),
      actorId: id,
      actorKind: kind,
      actorName: name,
      actorEmail: email,
      action,
      runId: runId ?? null,
    })
    .execute();
}

/** For how long entries are kept. */
export const auditDays = 365;

/** Removes what happened before. Resolves to how many entries that were. */
export async function pruneAudit({ owner }: Database, before: Date): Promise<number> {
  const { numDeletedRows } = await owner
    .deleteFrom("auditEntry")
    .where("happenedAt", "<", before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
