import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildApi } from "#src/api/app.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import type { WebhookKeys } from "#src/api/receive/webhook-secrets.ts";
import { type Body, send } from "./agent.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor, secret } from "./parts.ts";
import { runOf, timelineOf } from "./stored.ts";

const success = [200, { success: true }];
const key = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

let opened: TestDatabase;
let app: ApiApp;
let room = "";

beforeAll(async () => {
  opened = await openTestDatabase();
  await addWorkspace(opened.database, "maple-court", { phoneNumbers: ["+15555550100"] });
  await addWorkspace(opened.database, "oak-row", { phoneNumbers: ["+15555550101"] });
  await addWorkspace(opened.database, "elm", { phoneNumbers: ["+15555550102"] });
  const own = new Map<string, Partial<WebhookKeys>>([
    ["oak-row", { secret: "oak-hush" }],
    ["elm", { signingKey: key }],
  ]);
  app = await buildApi(
    partsFor(opened.database, { webhooks: { shared: { secret, signingKey: undefined }, own } }),
  );
});
afterAll(async () => {
  await app.close();
  await opened.close();
});
let rooms = 0;
beforeEach(() => {
  rooms += 1;
  room = `old-${rooms}`;
});

/** The original contract: no id, no sequence, no workspace, no signature. */
const old = (event_type: string, data: Record<string, unknown>, second = 0): Body => ({
  event_type,
  session_id: room,
  timestamp: new Date(Date.parse("2026-11-27T03:00:00.000Z") + second * 1000).toISOString(),
  data,
});
const initiated = (dialled?: string): Body =>
  old("call_initiated", {
    metadata: dialled === undefined ? {} : { dialled_number: dialled },
    started_at: "2026-11-27T03:00:00.000Z",
  });
const said = (turn_index: number, second: number, text = "the pipe burst"): Body =>
  old("utterance", { speaker: "tenant", text, turn_index, stage: "problem" }, second);

describe("an agent that knows only the original contract", () => {
  it("is understood, and its workspace is the one whose number was dialled", async () => {
    expect(await send(app, initiated("+15555550100"))).toEqual(success);
    expect(await send(app, said(0, 1))).toEqual(success);
    expect(
      await send(app, old("call_ended", { duration_seconds: 9, total_turns: 1, final_stage: "closing" }, 9)),
    ).toEqual(success);

    expect(await runOf(opened, room)).toMatchObject({
      workspaceId: "maple-court",
      status: "completed",
      dialledNumber: "+15555550100",
      durationSeconds: 9,
      totalTurns: 1,
      stage: "closing",
      missing: 0,
    });
    expect(
      (await timelineOf(opened, room)).map(({ eventType, sequence, id }) => [
        eventType,
        sequence,
        id.slice(0, 4),
      ]),
    ).toEqual([
      ["CALL_INITIATED", null, "old:"],
      ["TENANT_UTTERANCE", null, "old:"],
      ["CALL_ENDED", null, "old:"],
    ]);
  });

  it("says the same words twice, but sends the same event once", async () => {
    for (const body of [initiated("+15555550100"), said(0, 1), said(0, 1), said(1, 1), said(0, 2)])
      expect(await send(app, body)).toEqual(success);

    expect(await timelineOf(opened, room)).toHaveLength(4);
  });

  it("speaks for the workspace whose own secret it has", async () => {
    const headers = { "x-webhook-secret": "oak-hush" };
    expect(await send(app, initiated(), { headers })).toEqual(success);

    expect(await runOf(opened, room)).toMatchObject({ workspaceId: "oak-row" });
  });

  it("goes on in its own call, though another workspace tells of one with the same name", async () => {
    expect(await send(app, initiated("+15555550100"))).toEqual(success);
    const later = old("call_initiated", { metadata: {}, started_at: "2026-11-27T03:00:01.000Z" }, 1);
    expect(await send(app, later, { headers: { "x-webhook-secret": "oak-hush" } })).toEqual(success);

    expect(await send(app, said(0, 2))).toEqual(success);
  });

  it("is told to come again while the call's beginning has not told the workspace, and what to send when it never will", async () => {
    expect(await send(app, said(0, 1))).toEqual([
      409,
      {
        success: false,
        error: {
          code: "callNotBegun",
          message: "session_id is a call that has not begun; send its call_initiated, then this again.",
        },
      },
    ]);
    expect(await send(app, initiated())).toEqual([
      422,
      {
        success: false,
        error: {
          code: "whichWorkspace",
          message:
            "workspace_id is missing, and nothing else tells the workspace; send it, or the workspace's own secret, or " +
            "data.metadata.dialled_number.",
        },
      },
    ]);
    expect(await send(app, initiated("+15555550100"))).toEqual(success);
    expect(await send(app, said(0, 1))).toEqual(success);
  });

  it("needs nothing more where there is one workspace", async () => {
    const single = await openTestDatabase();
    await addWorkspace(single.database, "maple-court");
    const alone = await buildApi(partsFor(single.database));
    expect(await send(alone, said(0, 1))).toEqual(success);
    expect(await runOf(single, room)).toMatchObject({ workspaceId: "maple-court", status: "running" });
    await alone.close();
    await single.close();
  });

  it("is refused where its workspace has a signing key: its form is no way around the signature", async () => {
    expect(await send(app, initiated("+15555550102"))).toEqual([
      401,
      {
        success: false,
        error: {
          code: "notSigned",
          message:
            "webhook-signature is missing, and this workspace has a signing key; sign the body with it, or take the key away on both sides.",
        },
      },
    ]);
  });

  it("does not say anything without words", async () => {
    expect(await send(app, old("utterance", { speaker: "tenant", turn_index: 0 }))).toEqual([
      400,
      { success: false, error: { code: "invalid", message: "data.text is missing; send a text." } },
    ]);
  });
});
