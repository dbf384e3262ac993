/** Who writes to a workspace's feed, one after the other: positions are committed in the order in which they are taken. */
import { sql } from "kysely";
import type { Query } from "./database.ts";

export interface LockedWorkspace {
  id: string;
  name: string;
  properties: readonly unknown[];
  vendors: readonly unknown[];
  settings: Readonly<Record<string, unknown>>;
}

/**
 * Waits until no other transaction writes to these workspaces, and keeps others waiting until this one ends. To be asked
 * before a position is taken, once in a transaction. What is not there is left out.
 */
export async function lockWorkspaces(query: Query, ids: readonly string[]): Promise<LockedWorkspace[]> {
  // The subquery keeps the order in which the locks are taken: two transactions that want the same two cannot wait for each other.
  const { rows } = await sql<LockedWorkspace>`
    select id, name, properties, vendors, settings, pg_advisory_xact_lock(hashtextextended('ema.workspace.' || id, 0))::text as locked
    from (
      select id, name, properties, vendors, settings from workspace
      where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
      order by id
    ) as sorted`.execute(query);
  return rows.map(({ id, name, properties, vendors, settings }) => ({
    id,
    name,
    properties,
    vendors,
    settings,
  }));
}

/** Positions of the feed, in the order in which they are to be used. */
export async function takePositions(query: Query, count: number): Promise<number[]> {
  const { rows } = await sql<{ position: number }>`
    select nextval('feed_position') as position from generate_series(1, ${count}::integer)`.execute(query);
  return rows.map(({ position }) => position);
}
