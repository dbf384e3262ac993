import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "#src/api/database/database.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { buildApi } from "#src/api/app.ts";
import { removeOld } from "#src/api/jobs/retention.ts";
import { erase } from "#src/api/privacy/erase.ts";
import { createLiveWords, type ObservedWords } from "#src/api/privacy/live-words.ts";
import { feedChannel, readFeedMessage } from "#src/api/streams/feed.ts";
import { callOf, send, type Told } from "../agent.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { partsFor } from "../parts.ts";
import { testCallerKey } from "../privacy-parts.ts";
import { addWorkspace, dump, facts, marksIn, usualWords } from "./calls.ts";

const number = "+15555550142";
const begin = (calling_number: string): Told => ({
  event_type: "call_initiated",
  data: { metadata: { calling_number, app_version: "1" }, started_at: "2026-11-27T03:00:00.000Z" },
});
const said = (text: string, turn_index: number, stage = "problem"): Told => ({
  event_type: "utterance",
  data: { speaker: "tenant", text, turn_index, stage, interrupted: false },
});
const intake: Told = { event_type: "intake_recorded", data: { facts } };
const end: Told = {
  event_type: "call_ended",
  data: { duration_seconds: 60, total_turns: 2, final_stage: "closing" },
};
const told: Told[] = [begin(number), ...usualWords.map((text, index) => said(text, index)), intake, end];

describe("a call that is received", () => {
  let opened: TestDatabase;
  let database: Database;
  let app: ApiApp;
  let words: ObservedWords;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    words = createLiveWords({ now: Date.now });
    app = await buildApi(partsFor(database, { privacy: { callerKey: testCallerKey, words } }));
    stop = await database.listen(feedChannel, {
      onMessage(payload) {
        const message = readFeedMessage(payload);
        if (message !== undefined) words.observe(message);
      },
      onGap: () => {},
    });
    await addWorkspace(database, "maple-court");
    await addWorkspace(database, "oak-row", { keepTranscripts: true });
  });
  afterAll(async () => {
    words.close();
    await stop();
    await app.close();
    await opened.close();
  });

  async function tell(sessionId: string, call: readonly Told[], workspaceId = "maple-court"): Promise<void> {
    // A worker's ids say nothing.
    for (const body of callOf(sessionId, call, workspaceId))
      expect(await send(app, { ...body, id: String(body["id"]).replace(number, "") })).toEqual([
        200,
        { success: true },
      ]);
  }
  const runOf = (sessionId: string) =>
    database.owner.selectFrom("run").selectAll().where("sessionId", "=", sessionId).executeTakeFirst();
  const textsOf = async (sessionId: string) =>
    (
      await database.owner
        .selectFrom("runEvent")
        .innerJoin("run", "run.id", "runEvent.runId")
        .select("text")
        .where("sessionId", "=", sessionId)
        .where("speaker", "is not", null)
        .orderBy("sequence")
        .execute()
    ).map(({ text }) => text);

  it("is heard live as it was said, and is stored masked, by what is known at its end, too", async () => {
    const early = "tell them hope is downstairs";
    const known: Told = { event_type: "intake_recorded", data: { facts: { name: "Hope Wells" } } };
    await tell("live", [begin(number), said(early, 0), said("I'm Gwendolyn", 1)]);
    const run = await runOf("live");
    await vi.waitFor(() => expect(words.said(run?.id ?? "", "live-1")).toBe(early));
    await vi.waitFor(() => expect(words.said(run?.id ?? "", "live-2")).toBe("I'm Gwendolyn"));
    expect(await textsOf("live")).toEqual([early, "I'm ‹name›"]);

    for (const body of callOf("live", [begin(number), said("", 0), said("", 1), known, end]).slice(3))
      await send(app, body);
    expect(await textsOf("live")).toEqual(["tell them ‹name› is downstairs", "I'm ‹name›"]);
    expect((await runOf("live"))?.callerHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("leaves no word, name, number or address anywhere in the database once its time is over", async () => {
    await tell(`call-_${number}_a`, told);
    const rows = (await dump(database)).split("\n");
    expect(rows.filter((row) => row.includes("UTTERANCE") && marksIn(row).length > 0)).toEqual([]);

    const monthLater = Date.now() + 400 * 86_400_000;
    await removeOld({ database, now: () => monthLater - 365 * 86_400_000 + 1000 });
    expect(marksIn(await dump(database))).toEqual([]);
  });

  it("is stored as it was said where the workspace keeps transcripts", async () => {
    await tell("kept", told, "oak-row");
    expect(await textsOf("kept")).toEqual(usualWords);
  });

  it("does not come back once it was erased, whatever its worker still sends", async () => {
    await tell("gone", told.slice(0, 2));
    const run = await runOf("gone");
    const by = { id: "1", name: "of tests" };
    await erase(
      { database, recordings: undefined, now: Date.now },
      { workspaceId: "maple-court", what: { runId: run?.id ?? "" }, by },
    );

    await tell("gone", told);
    expect(await runOf("gone")).toBeUndefined();
    await tell("gone-not", told.slice(0, 1));
    expect(await runOf("gone-not")).toMatchObject({ callerNumber: number });
  });
});
