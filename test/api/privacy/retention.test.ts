import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, json } from "#src/api/database/database.ts";
import { removeOld } from "#src/api/jobs/retention.ts";
import { redactAgain } from "#src/api/privacy/redact-again.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { addCall, addWorkspace, dump, marksIn, textsOf, usualWords } from "./calls.ts";

const ended = new Date("2026-11-27T03:00:00.000Z");
const dayMs = 86_400_000;
const nothing = { runs: 0, facts: 0, words: 0, redacted: 0, audit: 0, sessions: 0 };

describe("what is kept of a call", () => {
  let opened: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    await addWorkspace(database, "maple-court");
    await addWorkspace(database, "oak-row", { keepTranscripts: true, transcriptDays: 10, factsDays: 20 });
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await database.owner.deleteFrom("run").execute();
  });

  const after = (days: number) => removeOld({ database, now: () => ended.getTime() + days * dayMs + 1000 });

  it("are masked words, from the first moment; facts only for so many days, then nothing of whose it was", async () => {
    await addCall(database, {
      workspaceId: "maple-court",
      number: "+15555550142",
      sessionId: "call-_+15555550142_x1",
    });
    const texts = (text: string): string =>
      text
        .split("\n")
        .filter((line) => line.includes("UTTERANCE"))
        .join("\n");
    expect(marksIn(texts(await dump(database)))).toEqual([]);
    expect(texts(await dump(database))).toContain("the sink leaks");

    expect(await after(29)).toEqual(nothing);
    expect(marksIn(await dump(database))).not.toEqual([]);
    expect(await after(30)).toEqual({ ...nothing, facts: 1, words: 2 });
    expect(marksIn(await dump(database))).toEqual([]);
    const [run] = await database.owner.selectFrom("run").selectAll().execute();
    expect(run).toMatchObject({
      facts: { safe: true, trade: "plumbing" },
      dispatch: { state: "requested", vendor: "Bluepipe Plumbing", trade: "plumbing" },
      transfer: { state: "requested" },
      callerNumber: null,
      callerHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      sessionId: expect.stringMatching(/^hidden:[0-9a-f]{64}$/),
      redactedAt: expect.any(Date),
    });

    expect(await after(364)).toEqual(nothing);
    expect(await after(365)).toEqual({ ...nothing, runs: 1 });
    expect(await database.owner.selectFrom("runEvent").selectAll().execute()).toEqual([]);
  });

  it("is no longer kept where the agent's clock was years ahead", async () => {
    const run = await addCall(database, { workspaceId: "maple-court", number: "+15555550142" });
    const lastEventAt = new Date(ended.getTime() + 20_000 * dayMs);
    await database.owner.updateTable("run").set({ lastEventAt }).where("id", "=", run).execute();

    expect(await after(365)).toEqual({ ...nothing, runs: 1 });
  });

  it("stays whole while the call goes on, however long ago it began", async () => {
    await addCall(database, { workspaceId: "maple-court", number: "+15555550142", status: "running" });

    expect(await after(500)).toEqual(nothing);
  });

  it("are the words as they were said where a workspace keeps them, as long as it says", async () => {
    const run = await addCall(database, { workspaceId: "oak-row", number: null, kept: true });
    expect(await redactAgain(database.owner, run)).toBe(0);

    expect(await after(9)).toEqual(nothing);
    expect(await textsOf(database, run)).toEqual(usualWords);
    expect(await after(10)).toEqual({ ...nothing, words: 2 });
    expect(await textsOf(database, run)).toEqual([null, null]);
    expect(await after(20)).toEqual({ ...nothing, facts: 1 });
    expect(marksIn(await dump(database))).toEqual([]);
  });

  it("are masked words again once the workspace keeps none any more", async () => {
    await addWorkspace(database, "elm-yard", { keepTranscripts: true });
    const run = await addCall(database, { workspaceId: "elm-yard", number: null, kept: true });
    expect(await after(1)).toEqual(nothing);
    await database.owner
      .updateTable("workspace")
      .set({ settings: json({ keepTranscripts: false }) })
      .where("id", "=", "elm-yard")
      .execute();

    expect(await after(1)).toEqual({ ...nothing, redacted: 2 });
    expect(await textsOf(database, run)).toEqual([
      "I'm ‹name›, at ‹address›, unit ‹unit›, and the sink leaks.",
      "Call me at ‹number›, that's the best number.",
    ]);
    expect(await after(1)).toEqual(nothing);
  });

  it("is masked once more by what is known at the call's end", async () => {
    const said = ["tell them hope is downstairs", "the water is still running"];
    const run = await addCall(database, { workspaceId: "maple-court", number: null, said });
    await database.owner
      .updateTable("run")
      .set({ facts: json({ name: "Hope Wells" }) })
      .where("id", "=", run)
      .execute();
    expect(await redactAgain(database.owner, run)).toBe(1);
    expect(await textsOf(database, run)).toEqual([
      "tell them ‹name› is downstairs",
      "the water is still running",
    ]);
    expect(await redactAgain(database.owner, run)).toBe(0);
  });

  it("is removed once, by whichever process is the first", async () => {
    for (let count = 0; count < 5; count++)
      await addCall(database, { workspaceId: "maple-court", number: null });

    const both = await Promise.all([after(400), after(400)]);
    expect(both.map(({ runs }) => runs).sort((one, other) => one - other)).toEqual([0, 5]);
  });
});
