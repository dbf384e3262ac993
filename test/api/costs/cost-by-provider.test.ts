import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { costByProvider } from "#src/api/costs/cost-by-provider.ts";
import { inWorkspaces, json } from "#src/api/database/database.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";

describe("the costs of a period", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
    await addWorkspace("maple-court");
    await addWorkspace("oak-row");
    await addRun("maple-court", "2026-11-01T00:00:00.000Z", { livekit: 2000, llm: 10_000_001 });
    await addRun("maple-court", "2026-11-30T23:59:59.999Z", { livekit: 1, tts: 5, deepgram: 7 });
    await addRun("maple-court", "2026-11-05T00:00:00.000Z", null);
    await addRun("maple-court", "2026-12-01T00:00:00.000Z", { livekit: 100 });
    await addRun("oak-row", "2026-11-05T00:00:00.000Z", { livekit: 100 });
  });
  afterAll(() => opened.close());

  const inNovember = (workspaceId: string) =>
    inWorkspaces(opened.database, [workspaceId], (query) =>
      costByProvider(query, workspaceId, new Date("2026-11-01T00:00:00Z"), new Date("2026-12-01T00:00:00Z")),
    );

  it("are summed up by provider, in dollars", async () => {
    expect(await inNovember("maple-court")).toEqual({
      livekit: 0.002001,
      deepgram: 0.000007,
      llm: 10.000001,
      tts: 0.000005,
    });
  });

  it("are zero where nobody called", async () => {
    expect(await inNovember("birch-lane")).toEqual({ livekit: 0, deepgram: 0, llm: 0, tts: 0 });
  });

  async function addWorkspace(id: string): Promise<void> {
    const empty = json({});
    await opened.database.owner
      .insertInto("workspace")
      .values({
        id,
        name: id,
        timeZone: "America/New_York",
        phoneNumbers: json([]),
        properties: json([]),
        vendors: json([]),
        ladder: json([]),
        settings: empty,
        office: empty,
        files: empty,
        promptsVersion: "1",
        updatedAt: new Date(),
      })
      .execute();
  }

  async function addRun(workspaceId: string, startedAt: string, costs: object | null): Promise<void> {
    const at = new Date(startedAt);
    await opened.database.owner
      .insertInto("run")
      .values({
        id: randomUUID(),
        workspaceId,
        sessionId: randomUUID(),
        status: "completed",
        startedAt: at,
        lastEventAt: at,
        heardAt: at,
        hazards: json([]),
        facts: json({}),
        providers: json({}),
        metadata: json({}),
        costByProvider: costs === null ? null : json(costs),
        position: sql<number>`nextval('feed_position')`,
      })
      .execute();
  }
});
