import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createToken } from "#src/api/access/tokens.ts";
import type { RunDetail, RunList } from "#src/api/answers.ts";
import { buildApi } from "#src/api/app.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { type Body, burstPipe, callOf, send, type Told } from "./agent.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor } from "./parts.ts";
import { timelineOf } from "./stored.ts";

const success = [200, { success: true }];
const [begun] = burstPipe;
const month = "2026-11";

describe("values that no agent should send", () => {
  let opened: TestDatabase;
  let app: ApiApp;
  let authorization: string;

  beforeAll(async () => {
    opened = await openTestDatabase();
    await addWorkspace(opened.database, "maple-court");
    app = await buildApi(partsFor(opened.database));
    const machine = {
      workspaceId: "maple-court",
      role: "operator",
      name: "tests",
      now: Date.now(),
      days: 1,
    } as const;
    authorization = `Bearer ${(await createToken(opened.database.owner, machine)).token}`;
  });
  afterAll(async () => {
    await app.close();
    await opened.close();
  });

  async function ask<Answer>(path: string): Promise<[number, Answer]> {
    const response = await app.inject({ url: `/api/${path}`, headers: { authorization } });
    return [response.statusCode, response.json<Answer>()];
  }

  const turn = (more: object): Told => ({
    event_type: "utterance",
    data: { speaker: "agent", text: "Hello.", turn_index: 0, stage: "welcome", interrupted: false, ...more },
  });
  const tokens = { requests: 1, input_tokens: 9e15, cached_input_tokens: 0, output_tokens: 0 };

  it.each<[string, Told[], ((raw: string) => string)?]>([
    [
      "an endless wait",
      [turn({ latency: { wait_ms: 1, other_ms: 5 } })],
      (raw) => raw.replace(/:5\b/, ":1e999"),
    ],
    [
      "more than there are whole numbers",
      [turn({ usage: { llm: { m: tokens } } }), turn({ usage: { llm: { m: tokens } } })],
    ],
    ["a cost that no column takes", [turn({ usage: { deepgram_seconds: 1e300 } })]],
    ["a model with a name of every object's", [turn({ usage: { tts_characters: { constructor: 5 } } })]],
    [
      "a beginning in the year 0",
      [{ event_type: "call_initiated", data: { metadata: {}, started_at: "0000-01-01T00:00:00.000Z" } }],
    ],
    [
      "an end after an eternity",
      [
        {
          event_type: "call_ended",
          data: { duration_seconds: 1.7e308, total_turns: 1, final_stage: "closing" },
        },
      ],
    ],
    ["signs that no database takes", [turn({ text: "a\0b \ud800", stage: "c\0" })]],
    [
      "names of every object's",
      [
        { event_type: "intake_recorded", data: { facts: { constructor: "x", toString: "y" } } },
        { event_type: "hazard_detected", data: { category: "constructor" } },
        { event_type: "provider_degraded", data: { provider: "__proto__", state: "down" } },
      ],
    ],
  ])("are taken, and the calls can be read: %s", async (name, told, written = (raw) => raw) => {
    const session = `odd ${name}`;
    const bodies: Body[] = callOf(session, [
      ...(told[0]?.event_type === "call_initiated" || begun === undefined ? [] : [begun]),
      ...told,
    ]);
    for (const body of [...bodies, ...callOf(`${session} again`, told)])
      expect(await send(app, body, { raw: written(JSON.stringify(body)) })).toEqual(success);

    const [listed, list] = await ask<RunList>("workspaces/maple-court/runs?limit=200");
    expect(listed).toBe(200);
    const { id = "" } = list.runs.find((run) => run.sessionId === session) ?? {};
    const [shown, { events }] = await ask<RunDetail>(`runs/${id}`);
    expect([shown, events.length]).toEqual([200, bodies.length]);
    expect((await ask(`workspaces/maple-court/figures?month=${month}`))[0]).toBe(200);
  });

  it.each([
    "q=%00",
    "from=0000-01-01",
    "to=0000-01-01T00:00:00Z",
    `before=${Buffer.from('[0,"0000-01-01T00:00:00.000Z","00000000-0000-4000-8000-000000000000"]').toString("base64url")}`,
  ])("are refused where they are asked for: %s", async (query) => {
    expect((await ask(`workspaces/maple-court/runs?${query}`))[0]).toBe(400);
  });

  it("are masked where a newer agent's event has words of which nobody knows what they are", async () => {
    const newer = {
      event_type: "callback_promised",
      data: { state: "promised", to: "Dana Okafor at 555-0142", times: [{ note: "unit 4B" }] },
    };
    for (const body of callOf("room-newer", [newer])) expect(await send(app, body)).toEqual(success);
    const [event] = await timelineOf(opened, "room-newer");
    expect(event?.data).toEqual({
      state: "promised",
      to: "‹name› at ‹number›",
      times: [{ note: "unit ‹unit›" }],
    });
  });
});
