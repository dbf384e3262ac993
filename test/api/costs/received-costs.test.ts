import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApi } from "#src/api/app.ts";
import { listPrices } from "#src/api/costs/prices.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { callOf, send, type Told } from "../agent.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { addWorkspace, partsFor, silent } from "../parts.ts";
import { runOf, timelineOf } from "../stored.ts";

const tokens = { requests: 1, input_tokens: 2000, cached_input_tokens: 1000, output_tokens: 100 };
const turn = (turn_index: number, usage?: object): Told => ({
  event_type: "utterance",
  data: { speaker: "agent", text: "Hello.", turn_index, stage: "welcome", interrupted: false, usage },
});
const first = { livekit_seconds: 30, tts_characters: { "tts-1": 100 } };
const second = { livekit_seconds: 20, llm: { "gpt-4o": tokens, "gpt-9": tokens } };
const ended: Told = {
  event_type: "call_ended",
  data: {
    duration_seconds: 61,
    total_turns: 2,
    final_stage: "closing",
    usage: { livekit_seconds: 61, tts_characters: { "tts-1": 150 }, llm: second.llm },
  },
};
const initiated: Told = {
  event_type: "call_initiated",
  data: { metadata: {}, started_at: "2026-11-27T03:00:00.000Z" },
};

describe("costs of calls that are told", () => {
  let opened: TestDatabase;
  let app: ApiApp;
  const warnings: unknown[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase();
    await addWorkspace(opened.database, "maple-court");
    const log = { ...silent, warn: (...warning: unknown[]) => void warnings.push(warning) };
    app = await buildApi(partsFor(opened.database, { log }));
  });
  afterAll(async () => {
    await app.close();
    await opened.close();
  });

  const told = async (room: string, events: readonly Told[]) => {
    for (const body of callOf(room, events)) await send(app, body);
    const { usage, costUsd, costByProvider } = await runOf(opened, room);
    return {
      usage,
      costUsd,
      costByProvider,
      events: (await timelineOf(opened, room)).map((event) => event.costUsd),
    };
  };

  it("are those of the whole call once it has ended, and of each turn by itself", async () => {
    expect(await told("room-1", [initiated, turn(0, first), turn(1, second), ended])).toEqual({
      usage: ended.data["usage"],
      // Two minutes begun; 2,500 + 1,250 + 1,000 for the model; 150 characters.
      costUsd: (4000 + 4750 + 2250) / 1_000_000,
      costByProvider: { livekit: 0.004, deepgram: 0, llm: 0.00475, tts: 0.00225 },
      events: [null, (1000 + 1500) / 1_000_000, (667 + 4750) / 1_000_000, null],
    });
  });

  it("are the turns' sum as long as nobody told of the end, and null where nobody counts", async () => {
    expect(await told("room-2", [initiated, turn(0, first), turn(1, second)])).toMatchObject({
      usage: { livekit_seconds: 50, tts_characters: { "tts-1": 100 }, llm: second.llm },
      costUsd: (2000 + 4750 + 1500) / 1_000_000,
    });
    expect(await told("room-3", [initiated, turn(0)])).toMatchObject({ usage: null, costUsd: null });
  });

  it("are kept by provider", async () => {
    const { costByProvider } = await opened.database.owner
      .selectFrom("run")
      .select("costByProvider")
      .where("sessionId", "=", "room-1")
      .executeTakeFirstOrThrow();
    expect(costByProvider).toEqual({ livekit: 4000, deepgram: 0, llm: 4750, tts: 2250 });
  });

  it("leave out what has no price, which is logged once", () => {
    expect(warnings).toEqual([["usage without a price; name one in EMA_PRICES", { what: "llm gpt-9" }]]);
  });

  it("are reckoned with prices that only who is signed in is shown", async () => {
    expect((await app.inject("/api/prices")).statusCode).toBe(401);
    const open = await buildApi(partsFor(opened.database));
    open.addHook("onRequest", async (request) => {
      request.viewer = { id: "1", kind: "person", name: "Pat", email: null, roles: new Map() };
    });
    expect((await open.inject("/api/prices")).json()).toEqual(listPrices);
    await open.close();
  });
});
