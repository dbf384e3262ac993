/** One way to the database, whichever it is: PostgreSQL by its address, or PGlite in this process. */
import { CamelCasePlugin, type Dialect, Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { migrate } from "./migrate.ts";
import type { Tables } from "./tables.ts";

export type Query = Kysely<Tables> | Transaction<Tables>;

/** What a driver brings beside its dialect. */
export interface Driver {
  dialect: Dialect;
  /** Calls `onMessage` for every `NOTIFY` on the channel until the returned function is called. Reconnects by itself. */
  listen: (channel: string, listener: Listener) => Promise<() => Promise<void>>;
  close: () => Promise<void>;
}

export interface Listener {
  onMessage: (payload: string) => void;
  /** The connection was lost and is there again: messages may be missing. */
  onGap: () => void;
}

export interface Database {
  /** The owner's connection, which row-level policies do not hold back: for migrations, jobs and sign-in alone. */
  owner: Kysely<Tables>;
  listen: Driver["listen"];
  close: () => Promise<void>;
}

/** Migrates, too. Rejects when the database cannot be reached or migrated. */
export async function openDatabase(driver: Driver): Promise<Database> {
  const owner = new Kysely<Tables>({
    dialect: driver.dialect,
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  try {
    await migrate(owner);
  } catch (error) {
    await driver.close();
    throw error;
  }
  return { owner, listen: driver.listen, close: driver.close };
}

/**
 * Runs `work` in one transaction that sees rows of these workspaces and of no other: a policy in the database says so,
 * whatever the queries are. An empty list sees nothing.
 */
export function inWorkspaces<Result>(
  { owner }: Pick<Database, "owner">,
  workspaceIds: readonly string[],
  work: (query: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return owner.transaction().execute(async (transaction) => {
    // A comma would make two of one. No workspace's id has one, and what is asked for is not always a workspace.
    const visible = workspaceIds.filter((id) => !id.includes(",")).join(",");
    await sql`select set_config('ema.workspaces', ${visible}, true), set_config('role', 'ema_api', true)`.execute(
      transaction,
    );
    return work(transaction);
  });
}

/** A value for a `jsonb` column. Drivers differ in what they do to arrays; text they all leave alone. */
export const json = (value: unknown): RawBuilder<string> =>
  sql<string>`${JSON.stringify(value)}::text::jsonb`;
