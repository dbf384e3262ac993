import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Database, inWorkspaces, json } from "#src/api/database/database.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace } from "./parts.ts";

describe("the database", () => {
  let opened: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    for (const id of ["maple-court", "oak-row"]) await addWorkspace(database, id);
    for (const id of ["maple-court", "oak-row"]) await addRun(database, id);
  });
  afterAll(() => opened.close());

  it("gives back what was written, of the kinds that were written", async () => {
    const [run] = await inWorkspaces(database, ["maple-court"], (query) =>
      query.selectFrom("run").selectAll().execute(),
    );

    expect(run).toMatchObject({
      workspaceId: "maple-court",
      startedAt: new Date("2026-11-27T03:00:00.000Z"),
      hazards: ["gas"],
      facts: { callbackNumber: "+15555550142", unit_name: "4B" },
      position: expect.any(Number),
      costMicros: null,
    });
  });

  it("shows rows of the named workspaces alone, whatever is asked", async () => {
    const seen = (ids: string[]) =>
      inWorkspaces(database, ids, async (query) => ({
        workspaces: (await query.selectFrom("workspace").select("id").orderBy("id").execute()).map(
          ({ id }) => id,
        ),
        runs: (await query.selectFrom("run").select("workspaceId").orderBy("workspaceId").execute()).map(
          ({ workspaceId }) => workspaceId,
        ),
      }));

    expect(await seen([])).toEqual({ workspaces: [], runs: [] });
    expect(await seen(["maple-court,oak-row"])).toEqual({ workspaces: [], runs: [] });
    expect(await seen(["oak-row"])).toEqual({ workspaces: ["oak-row"], runs: ["oak-row"] });
    expect(await seen(["maple-court", "oak-row"])).toEqual({
      workspaces: ["maple-court", "oak-row"],
      runs: ["maple-court", "oak-row"],
    });
  });

  it("takes no row for another workspace, and changes none of another's", async () => {
    await expect(
      inWorkspaces(database, ["maple-court"], (query) => addRunIn(query, "oak-row")),
    ).rejects.toThrow(/row-level security/);

    const changed = await inWorkspaces(database, ["maple-court"], (query) =>
      query
        .updateTable("run")
        .set({ stage: "closing" })
        .where("workspaceId", "=", "oak-row")
        .executeTakeFirst(),
    );
    expect(changed.numUpdatedRows).toBe(0n);
  });

  it("is the owner again after the transaction", async () => {
    await inWorkspaces(database, [], async () => {});

    const all = await database.owner.selectFrom("run").select("id").execute();
    expect(all).toHaveLength(2);
  });

  it("passes on what is notified, until it is told to stop", async () => {
    const onMessage = vi.fn();
    const stop = await database.listen("ema_test", { onMessage, onGap: () => {} });
    await sql`select pg_notify('ema_test', 'one')`.execute(database.owner);
    await vi.waitFor(() => expect(onMessage.mock.calls).toEqual([["one"]]));
    await stop();
  });
});

const addRun = (database: Database, workspaceId: string) => addRunIn(database.owner, workspaceId);

async function addRunIn(query: Database["owner"], workspaceId: string): Promise<void> {
  const at = new Date("2026-11-27T03:00:00.000Z");
  await query
    .insertInto("run")
    .values({
      id: randomUUID(),
      workspaceId,
      sessionId: `room-${workspaceId}`,
      status: "running",
      startedAt: at,
      lastEventAt: at,
      heardAt: at,
      hazards: json(["gas"]),
      facts: json({ callbackNumber: "+15555550142", unit_name: "4B" }),
      providers: json({}),
      metadata: json({}),
      position: sql<number>`nextval('feed_position')`,
    })
    .execute();
}
