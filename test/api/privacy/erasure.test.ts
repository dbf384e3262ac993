import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { CallerExport, Erasure, Role } from "#src/api/answers.ts";
import { withoutErased } from "#src/api/privacy/erased-sessions.ts";
import { findRecordings } from "#src/api/privacy/recordings.ts";
import { feedChannel } from "#src/api/streams/feed.ts";
import { openRecordingFile } from "#src/recording/recording-file.ts";
import { newKey } from "../../recording/keys.ts";
import { newFolder, second } from "../../recording/kept.ts";
import { publicUrl } from "../access-parts.ts";
import { addCall, addWorkspace, dump, marksIn } from "./calls.ts";
import { openPrivacyApi, type PrivacyApi } from "./privacy-api.ts";

const number = "+15555550142";
const key = newKey("test");
const folder = newFolder();
const uuid = /^[0-9a-f-]{36}$/;

let api: PrivacyApi;
beforeAll(async () => {
  api = await openPrivacyApi(folder, [key]);
  for (const id of ["maple-court", "oak-row"]) await addWorkspace(api.database, id);
});
afterAll(() => api.close());
afterEach(async () => {
  await api.database.owner.deleteFrom("run").execute();
  await api.database.owner.deleteFrom("erasure").execute();
});

async function post(url: string, payload?: object, role: Role = "admin", workspaceId?: string) {
  const headers = await api.as(role, workspaceId);
  const response = await api.app.inject({ method: "POST", url, headers, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.json<Erasure>() };
}

async function get(url: string, role: Role = "admin", workspaceId?: string, range?: string) {
  const headers = { ...(await api.as(role, workspaceId)), ...(range && { range }) };
  return api.app.inject({ url, headers });
}

async function record(sessionId: string): Promise<void> {
  const file = openRecordingFile({
    folder,
    id: `call-${sessionId}`,
    sessionId,
    workspaceId: "maple-court",
    days: 30,
    key,
    onProblem: (reason) => expect.fail(reason),
  });
  for (const value of [1, 2, 3]) file.append(second(value));
  await file.close(second(4));
}

const runs = async () =>
  (await api.database.owner.selectFrom("run").select("id").execute()).map(({ id }) => id);

describe("a call that is erased", () => {
  it("is gone with its recording and its words, is told to all, and has a receipt that says nothing of it", async () => {
    const told: unknown[] = [];
    const stop = await api.database.listen(feedChannel, {
      onMessage: (payload) => told.push(JSON.parse(payload)),
      onGap: () => {},
    });
    const id = await addCall(api.database, { workspaceId: "maple-court", number, sessionId: "room-1" });
    const other = await addCall(api.database, { workspaceId: "maple-court", number: null });
    await record("room-1");

    const { status, body } = await post(`/api/runs/${id}/erase`);

    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id: expect.stringMatching(uuid),
        at: "2026-11-27T05:00:00.000Z",
        what: { calls: 1, events: 3, recordings: 1 },
        by: { id: expect.any(String), name: "admin of tests" },
      },
    });
    expect(await runs()).toEqual([other]);
    expect(existsSync(`${folder}/maple-court/call-room-1.audio`)).toBe(false);
    await vi.waitFor(() => expect(told).toEqual([{ kind: "erased", workspaceId: "maple-court", runId: id }]));
    await stop();
    expect((await post(`/api/runs/${id}/erase`)).body).toEqual(body);
    expect((await get(`/api/workspaces/maple-court/erasures/${body.id}`)).json()).toEqual(body);
  });

  it("does not come back with what its worker still sends", async () => {
    const id = await addCall(api.database, { workspaceId: "maple-court", number, sessionId: "room-2" });
    await post(`/api/runs/${id}/erase`);

    const told = [
      { workspaceId: "maple-court", sessionId: "room-2" },
      { workspaceId: "maple-court", sessionId: "room-3" },
      { workspaceId: "oak-row", sessionId: "room-2" },
    ];
    expect(await withoutErased(api.database.owner, told)).toEqual(told.slice(1));
  });

  it("is erased by administrators of its workspace alone", async () => {
    const id = await addCall(api.database, { workspaceId: "maple-court", number });

    expect((await post(`/api/runs/${id}/erase`, undefined, "operator")).status).toBe(403);
    expect((await post(`/api/runs/${id}/erase`, undefined, "admin", "oak-row")).status).toBe(404);
    const nobody = { method: "POST", url: `/api/runs/${id}/erase`, headers: { origin: publicUrl } } as const;
    expect((await api.app.inject(nobody)).statusCode).toBe(401);
    expect(await runs()).toEqual([id]);
  });
});

describe("a caller who is erased", () => {
  const url = "/api/workspaces/maple-court/erase-caller";

  it("is gone with every call, those whose number was removed, too, and nobody else is", async () => {
    const left = [
      await addCall(api.database, { workspaceId: "oak-row", number, said: [] }),
      await addCall(api.database, { workspaceId: "maple-court", number: "+15555550143", said: [] }),
    ];
    for (const _ of [1, 2]) await addCall(api.database, { workspaceId: "maple-court", number });
    await api.database.owner
      .updateTable("run")
      .set({ callerNumber: null })
      .where("workspaceId", "=", "maple-court")
      .execute();

    const { body } = await post(url, { number: "(555) 555-0142" });

    expect(body.what).toEqual({ calls: 2, events: 6, recordings: 0 });
    expect((await runs()).sort()).toEqual(left.sort());
    expect((await post(url, { number })).body).toEqual(body);
  });

  it("is nowhere in the database afterwards", async () => {
    await addCall(api.database, { workspaceId: "maple-court", number, sessionId: `call-_${number}_z` });
    await post(url, { number });

    expect(marksIn(await dump(api.database))).toEqual([]);
  });

  it("was never there: the receipt says so", async () => {
    expect((await post(url, { number: "+15555550199" })).body.what).toEqual({
      calls: 0,
      events: 0,
      recordings: 0,
    });
  });

  it("is not looked for by what is no number", async () => {
    expect(await post(url, { number: "the tenant in 4B" })).toEqual({
      status: 400,
      body: {
        success: false,
        error: {
          code: "invalid",
          message: "number is a text that does not fit; send a number such as +15555550100.",
        },
      },
    });
  });
});

describe("an export", () => {
  it("holds everything of the caller, who looked, and nothing of another person", async () => {
    const erased = await addCall(api.database, { workspaceId: "maple-court", number });
    const receipt = (await post("/api/workspaces/maple-court/erase-caller", { number })).body;
    const id = await addCall(api.database, { workspaceId: "maple-court", number, sessionId: "room-4" });
    await addCall(api.database, {
      workspaceId: "maple-court",
      number: "+15555550143",
      said: ["I am Oyelaran"],
    });
    await addCall(api.database, { workspaceId: "oak-row", number });
    await record("room-4");
    await get(`/api/runs/${id}/recording`);

    const response = await get(`/api/workspaces/maple-court/export?number=${encodeURIComponent(number)}`);
    const exported = response.json<CallerExport>();

    expect(response.headers).toMatchObject({
      "content-disposition": 'attachment; filename="caller.json"',
      "cache-control": "private, no-store",
    });
    expect(exported).toMatchObject({
      number,
      workspace: { id: "maple-court", name: "maple-court homes" },
      exportedAt: "2026-11-27T05:00:00.000Z",
      runs: [
        {
          run: {
            id,
            callerNumber: number,
            facts: { name: "Gwendolyn Farquhar" },
            transfer: { state: "requested" },
          },
          events: [{ speaker: "tenant" }, { speaker: "tenant" }, { eventType: "INTAKE_RECORDED" }],
          recording: { seconds: 4 },
          lookedAt: [{ action: "recordingHeard", kind: "token" }],
        },
      ],
      erasures: [{ id: receipt.id, at: receipt.at, what: receipt.what }],
    });
    expect(response.payload).not.toMatch(/Oyelaran|5550143|5550111|admin of tests/);
    expect(response.payload).not.toContain(erased);
    const audit = (await get("/api/workspaces/maple-court/audit")).json<{ entries: { action: string }[] }>();
    expect(audit.entries[0]?.action).toBe("exported");
  });

  it("is for administrators alone", async () => {
    const url = `/api/workspaces/maple-court/export?number=${encodeURIComponent(number)}`;
    expect((await get(url, "operator")).statusCode).toBe(403);
    expect((await get(url, "admin", "oak-row")).statusCode).toBe(404);
  });
});

describe("a recording", () => {
  const wavBytes = 44 + 4 * second(0).length;

  it("is played whole, or from where the player asks, and is entered in the audit", async () => {
    const id = await addCall(api.database, { workspaceId: "maple-court", number: null, sessionId: "room-5" });
    await record("room-5");
    const url = `/api/runs/${id}/recording`;

    const whole = await get(url, "operator");
    expect([whole.statusCode, whole.headers]).toEqual([
      200,
      expect.objectContaining({
        "content-type": "audio/wav",
        "content-length": String(wavBytes),
        "accept-ranges": "bytes",
        "cache-control": "private, no-store",
      }),
    ]);
    expect(whole.rawPayload.subarray(0, 4).toString()).toBe("RIFF");
    expect(whole.rawPayload.subarray(44)).toEqual(Buffer.concat([1, 2, 3, 4].map(second)));

    const part = await get(url, "operator", undefined, "bytes=64040-64049");
    expect([part.statusCode, part.headers["content-range"], part.headers["content-length"]]).toEqual([
      206,
      `bytes 64040-64049/${wavBytes}`,
      "10",
    ]);
    expect(part.rawPayload).toEqual(whole.rawPayload.subarray(64_040, 64_050));
    const end = await get(url, "operator", undefined, "bytes=-6");
    expect(end.rawPayload).toEqual(Buffer.alloc(6, 4));
    const behind = await get(url, "operator", undefined, `bytes=${wavBytes}-`);
    expect([behind.statusCode, behind.headers["content-range"]]).toEqual([416, `bytes */${wavBytes}`]);

    const heard = await api.database.owner
      .selectFrom("auditEntry")
      .select("action")
      .where("runId", "=", id)
      .execute();
    expect(heard).toEqual([1, 2, 3].map(() => ({ action: "recordingHeard" })));
  });

  it("is not for viewers, nor for another workspace", async () => {
    const id = await addCall(api.database, { workspaceId: "maple-court", number: null, sessionId: "room-5" });

    expect((await get(`/api/runs/${id}/recording`, "viewer")).statusCode).toBe(403);
    expect((await get(`/api/runs/${id}/recording`, "admin", "oak-row")).statusCode).toBe(404);
  });

  it("is said to be missing, or its key to be", async () => {
    const id = await addCall(api.database, { workspaceId: "maple-court", number: null, sessionId: "room-6" });
    const refusal = async () => (await get(`/api/runs/${id}/recording`)).json<unknown>();
    expect(await refusal()).toEqual({
      success: false,
      error: {
        code: "noRecording",
        message:
          "This machine has no recording of the call; if there is one, it lies on the machine that took the call.",
      },
    });

    await record("room-6");
    const run = { workspaceId: "maple-court", sessionId: "room-6" };
    const withoutKey = findRecordings({ folder, ring: [] });
    expect(withoutKey.of(run)).toEqual({ seconds: 4, startedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(() => withoutKey.open(run)).toThrow("EMA_RECORDING_KEYS is missing");
    expect(withoutKey.of({ workspaceId: "../maple-court", sessionId: "room-6" })).toBeNull();
  });
});
