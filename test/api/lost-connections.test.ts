import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "#src/api/database/database.ts";
import { postgresDriver } from "#src/api/database/postgres.ts";
import { openTestDatabase } from "./databases.ts";

it("a connection that breaks amid a transaction ends that transaction, and not the process", async () => {
  const { database, url, close } = await openTestDatabase();
  onTestFinished(close);
  // PGlite has no connection that could break.
  if (url === undefined) return;
  const other = await openDatabase(postgresDriver({ url, connections: 1, onProblem: () => {} }));
  onTestFinished(() => other.close());

  const cut = other.owner.transaction().execute(async (query) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(query);
    await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(database.owner);
    await sql`select 1`.execute(query);
  });

  await expect(cut).rejects.toThrow();
  expect((await sql`select 1 as one`.execute(other.owner)).rows).toEqual([{ one: 1 }]);
});
