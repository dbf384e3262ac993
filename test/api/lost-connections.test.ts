import { sql } from "kysely";
import { expect, it, onTestFinished, vi } from "vitest";
import { buildApi } from "#src/api/app.ts";
import { openDatabase } from "#src/api/database/database.ts";
import { postgresDriver } from "#src/api/database/postgres.ts";
import { burstPipe, callOf, send } from "./agent.ts";
import { openTestDatabase } from "./databases.ts";
import { addWorkspace, partsFor } from "./parts.ts";

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

it("an API whose connections all break answers 503 at worst, hears of changes again, and stores each event once", async () => {
  const { database, url, close } = await openTestDatabase();
  onTestFinished(close);
  if (url === undefined) return;
  await addWorkspace(database, "maple-court");
  const broken = await openDatabase(postgresDriver({ url, onProblem: () => {} }));
  const app = await buildApi(partsFor(broken));
  onTestFinished(async () => {
    await app.close();
    await broken.close();
  });
  const onGap = vi.fn();
  await broken.listen("ema_test", { onMessage: () => {}, onGap });
  const bodies = Array.from({ length: 30 }, (_, call) =>
    callOf(`room-${call}`, burstPipe.slice(0, 1)),
  ).flat();

  const tried = Promise.all(bodies.map((body) => send(app, body)));
  await sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(database.owner);
  const statuses = (await tried).map(([status]) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);

  await vi.waitFor(() => expect(onGap).toHaveBeenCalled(), { timeout: 5_000 });
  for (const body of bodies) expect(await send(app, body)).toEqual([200, { success: true }]);
  expect(await database.owner.selectFrom("runEvent").select("id").execute()).toHaveLength(bodies.length);
});
