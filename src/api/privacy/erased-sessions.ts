/** Sessions that were erased: what a worker's queue still holds of them must not bring them back. */
import type { Query } from "#src/api/database/database.ts";
import { json } from "#src/api/database/database.ts";
import { sql } from "kysely";
import { sessionHash } from "./caller-hash.ts";

/** Which of these sessions were erased; their events are answered as taken, and dropped. */
export async function isErased(
  query: Query,
  workspaceId: string,
  sessionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const byHash = new Map(sessionIds.map((id) => [sessionHash(workspaceId, id), id]));
  if (byHash.size === 0) return new Set();
  const found = await query
    .selectFrom("erasedSession")
    .select("sessionHash")
    .where("workspaceId", "=", workspaceId)
    .where("sessionHash", "in", [...byHash.keys()])
    .execute();
  return new Set(found.flatMap(({ sessionHash: hash }) => byHash.get(hash) ?? []));
}

export async function rememberErased(
  query: Query,
  workspaceId: string,
  sessionIds: readonly string[],
  at: Date,
): Promise<void> {
  const hashes = sessionIds.map((id) =>
    id.startsWith(hidden) ? id.slice(hidden.length) : sessionHash(workspaceId, id),
  );
  await sql`
    insert into erased_session (workspace_id, session_hash, erased_at)
    select ${workspaceId}, hash, ${at} from jsonb_array_elements_text(${json(hashes)}) as hash
    on conflict do nothing`.execute(query);
}

const hidden = "hidden:";

/** What is stored in place of a session's name once its call is not to be known by it; undefined where it bears no number. */
export const hiddenSession = (workspaceId: string, sessionId: string): string | undefined =>
  /\d{7}/.test(sessionId) && !sessionId.startsWith(hidden)
    ? hidden + sessionHash(workspaceId, sessionId)
    : undefined;

export const isSession = (stored: string, workspaceId: string, sessionId: string): boolean =>
  stored === sessionId || stored === hidden + sessionHash(workspaceId, sessionId);
