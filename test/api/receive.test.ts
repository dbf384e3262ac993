import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildApi } from "#src/api/app.ts";
import type { Database } from "#src/api/database/database.ts";
import type { Tables } from "#src/api/database/tables.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { readFeedMessage, feedChannel, type FeedMessage } from "#src/api/streams/feed.ts";
import { burstPipe, callOf, requestOf, send } from "./agent.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor, silent } from "./parts.ts";
import { runOf, timelineOf } from "./stored.ts";

const at = new Date("2026-11-27T03:05:00.000Z");
const success = [200, { success: true }];

describe("what agents tell", () => {
  let opened: TestDatabase;
  let app: ApiApp;

  beforeAll(async () => {
    opened = await openTestDatabase();
    await addWorkspace(opened.database, "maple-court", { phoneNumbers: ["+15555550100"] });
    await addWorkspace(opened.database, "oak-row", { settings: { keepTranscripts: true } });
    app = await buildApi(partsFor(opened.database, { now: () => at.getTime() }));
  });
  afterAll(async () => {
    await app.close();
    await opened.close();
  });

  it("becomes a run with all that is known of the call", async () => {
    for (const body of callOf("room-1", burstPipe)) expect(await send(app, body)).toEqual(success);

    expect(await runOf(opened, "room-1")).toEqual({
      workspaceId: "maple-court",
      sessionId: "room-1",
      callSid: "sip-room-1",
      status: "completed",
      callerNumber: "+15555550142",
      dialledNumber: "+15555550100",
      startedAt: "2026-11-27T02:59:59.500Z",
      endedAt: "2026-11-27T03:00:14.000Z",
      lastEventAt: "2026-11-27T03:00:14.000Z",
      durationSeconds: 61.5,
      totalTurns: 5,
      stage: "closing",
      hazards: ["gas", "flood"],
      urgency: "lifeSafety",
      facts: { problem: "burst pipe", unit: "4B", urgency: "emergency", name: "Sam" },
      dispatch: {
        state: "requested",
        vendor: "acme",
        trade: "plumbing",
        urgency: "emergency",
        reason: "confirmed",
      },
      transfer: { state: "requested", number: "+15555550111" },
      providers: { llm: "degraded" },
      metadata: { chart_version: "112233445566", prompts_version: "a1b2c3d4e5f6", app_version: "0.1.0" },
      usage: null,
      costUsd: null,
      costByProvider: null,
      medianWaitMs: 700,
      missing: 0,
      redactedAt: null,
    });
  });

  it("becomes a timeline, with words redacted where the workspace does not keep them", async () => {
    const words = "my number is 555 0142";
    const [, , , , , , , , , , tenant] = callOf("room-2", burstPipe);
    const [, , , , , , , , , , kept] = callOf("room-2", burstPipe, "oak-row");
    if (tenant === undefined || kept === undefined) throw new Error("The call has no such turn.");
    await send(app, tenant);
    await send(app, { ...kept, session_id: "room-3" });

    const told = {
      eventType: "TENANT_UTTERANCE",
      speaker: "tenant",
      turnIndex: 3,
      stage: "contact",
      sequence: 10,
    };
    expect(await timelineOf(opened, "room-2")).toEqual([
      expect.objectContaining({ ...told, text: "my number is ‹number›", redacted: true, data: {} }),
    ]);
    expect(await timelineOf(opened, "room-3")).toEqual([
      expect.objectContaining({ ...told, text: words, redacted: false, receivedAt: at.toISOString() }),
    ]);
  });

  it("is told to whoever listens as it was said, in the order in which it was stored", async () => {
    const heard: FeedMessage[] = [];
    const onMessage = (payload: string): void => {
      const message = readFeedMessage(payload);
      if (message !== undefined) heard.push(message);
    };
    const stop = await opened.database.listen(feedChannel, { onMessage, onGap: () => {} });
    const call = callOf("room-4", burstPipe);
    await Promise.all(call.map((body) => app.inject(requestOf(body))));
    const events = await vi.waitFor(() => {
      const told = heard.flatMap((message) =>
        message.kind === "run" && message.event ? [message.event] : [],
      );
      expect(told).toHaveLength(call.length);
      return told;
    });
    await stop();

    expect(
      events.map(({ sequence }) => sequence).toSorted((one, other) => Number(one) - Number(other)),
    ).toEqual(call.map(({ sequence }) => sequence));
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
    expect(events.find(({ sequence }) => sequence === 10)).toMatchObject({
      text: "my number is 555 0142",
      redacted: false,
    });
  });

  it("is taken once, however often it is sent, and beside itself, too", async () => {
    const [first, second] = callOf("room-5", burstPipe);
    if (first === undefined || second === undefined) throw new Error("The call is too short.");
    const answers = await Promise.all([first, first, second, first].map((body) => send(app, body)));
    answers.push(await send(app, first));

    expect(answers).toEqual(Array.from({ length: 5 }, () => success));
    expect((await timelineOf(opened, "room-5")).map(({ sequence }) => sequence)).toEqual([0, 1]);
  });

  it("shows what is missing, until it arrives", async () => {
    const call = callOf("room-6", burstPipe);
    const missing = async (): Promise<unknown> => (await runOf(opened, "room-6"))["missing"];
    const told = async (...sequences: number[]): Promise<unknown> => {
      for (const sequence of sequences) await send(app, call[sequence] ?? { event_type: "none" });
      return missing();
    };

    expect(await told(5)).toBe(5);
    expect(await told(8, 8)).toBe(7);
    expect(await told(6, 0, 7)).toBe(4);
    expect(await told(1, 2, 3, 4)).toBe(0);
  });

  it("keeps what a newer agent tells, and loses nothing for a text that the database cannot hold", async () => {
    const [newer] = callOf("room-7", [
      { event_type: "callback_promised", data: { note: "half \ud800, and nothing\0", hours: [2] } },
    ]);
    if (newer === undefined) throw new Error("The call is empty.");

    expect(await send(app, newer)).toEqual(success);
    expect(await timelineOf(opened, "room-7")).toEqual([
      expect.objectContaining({
        eventType: "CALLBACK_PROMISED",
        data: { note: "half \ufffd, and nothing", hours: [2] },
      }),
    ]);
  });

  it("is asked for again while the database does not answer, and nothing of it is logged", async () => {
    const [first] = callOf("room-8", burstPipe);
    if (first === undefined) throw new Error("The call is empty.");
    const log: unknown[] = [];
    const error = (message: string, fields: unknown): number => log.push([message, fields]);
    const orphan = await buildApi(partsFor(databaseOutOfReach(), { log: { ...silent, error } }));

    expect((await orphan.inject(requestOf(first))).statusCode).toBe(503);
    expect(log).toEqual([
      [
        "an event was not stored",
        { error: expect.objectContaining({ type: "Error", code: "ECONNREFUSED" }) },
      ],
    ]);
    await orphan.close();
  });
});

function databaseOutOfReach(): Database {
  class NoDriver extends DummyDriver {
    override async acquireConnection(): Promise<never> {
      throw Object.assign(new Error("postgres://ema:hush@localhost"), { code: "ECONNREFUSED" });
    }
  }
  const owner = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new NoDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return { owner, listen: async () => async () => {}, close: async () => {} };
}
