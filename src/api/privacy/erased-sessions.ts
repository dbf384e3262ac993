/** Sessions that were erased: what a worker's queue still holds of them must not bring them back. */
import type { Query } from "#src/api/database/database.ts";
import { json } from "#src/api/database/database.ts";
import { sql } from "kysely";
import { sessionHash } from "./caller-hash.ts";

/** Which events belong to sessions that were not erased; those of the others are answered as taken, and dropped. */
export async function withoutErased<Event extends Session>(
  query: Query,
  events: readonly Event[],
): Promise<Event[]> {
  if (events.length === 0) return [];
  const hashOf = ({ workspaceId, sessionId }: Session): string => sessionHash(workspaceId, sessionId);
  const found = await query
    .selectFrom("erasedSession")
    .select("sessionHash")
    .where("sessionHash", "in", [...new Set(events.map(hashOf))])
    .execute();
  const erased = new Set(found.map((row) => row.sessionHash));
  return events.filter((event) => !erased.has(hashOf(event)));
}

interface Session {
  workspaceId: string;
  sessionId: string;
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
