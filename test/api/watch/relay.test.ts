import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "#src/api/database/database.ts";
import { startChartRelay } from "#src/inspect/relay/chart-relay.ts";
import { openWatchClient } from "#src/inspect/watch/watch-client.ts";
import { marker, openTestDoor, startWatchableCall } from "../../inspect/watched-call.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { addRun, addWorkspace } from "../stored-calls.ts";
import {
  openWatchingApi,
  type Reader,
  readStream,
  sharedSecret,
  type WatchingApi,
  type WatchingOptions,
} from "../watching-api.ts";

const viewer = "ben maple-court=viewer oak-row=viewer";

describe("a running call's chart, shown through the API", () => {
  let opened: TestDatabase;
  let database: Database;
  const closing: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    for (const id of ["maple-court", "oak-row"]) await addWorkspace(database, id);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  afterAll(() => opened.close());

  async function openApi(options?: WatchingOptions): Promise<WatchingApi> {
    const api = await openWatchingApi(database, options);
    closing.push(() => api.close());
    return api;
  }

  async function read(url: string): Promise<Reader> {
    const reader = await readStream(url, viewer);
    closing.push(() => reader.close());
    return reader;
  }

  /** A call on fake ports, with a real door, a real relay beside it, and its run in the database. */
  async function startRelayedCall(url: string, secret = sharedSecret) {
    const call = startWatchableCall();
    const sessionId = `room-of-${call.handle.id}`;
    const runId = await addRun(database, "maple-court", { sessionId });
    const door = openTestDoor();
    door.add(call.handle, { workspaceId: "maple-court", sessionId });
    const client = openWatchClient(door.folder);
    const problems: string[] = [];
    const relay = startChartRelay({
      client,
      url,
      secretOf: () => secret,
      collectMs: 5,
      pauseMs: { first: 20, longest: 40 },
      onProblem: (reason) => problems.push(reason),
    });
    closing.push(() => {
      relay.close();
      client.close();
    });
    return { ...call, runId, sessionId, problems };
  }

  const events = (reader: Reader): string[] =>
    reader
      .of("chart")
      .flatMap(({ data }) => (data["steps"] as { event: string }[]).map(({ event }) => event));
  const saw = (reader: Reader, event: string): Promise<void> =>
    vi.waitFor(() => expect(events(reader)).toContain(event), { timeout: 10_000 });

  it("is watched while somebody looks, whichever process of the API they ask, and begins with its present state", async () => {
    const [one, other] = [await openApi(), await openApi()];
    const call = await startRelayedCall(one.url);
    const plain = await read(`${one.url}/api/runs/${call.runId}/stream`);
    await plain.until("ready");
    expect(call.observers()).toBe(0);

    const first = await read(`${other.url}/api/runs/${call.runId}/stream?chart=1`);
    await saw(first, "watch.began");
    expect(first.of("chart")[0]?.data).toEqual({
      steps: [{ seq: 1, at: expect.any(Number), event: "watch.began", states: ["ringing"], taken: [] }],
    });
    call.answer();
    await saw(first, "call.answered");
    call.say(`A pipe burst at ${marker}.`);
    await saw(first, "stt.final");

    const second = await read(`${one.url}/api/runs/${call.runId}/stream?chart=1`);
    await saw(second, "watch.began");
    expect(JSON.stringify([first.told, second.told])).not.toContain(marker);
    expect(plain.of("chart")).toEqual([]);

    first.close();
    second.close();
    await vi.waitFor(() => expect(call.observers()).toBe(0), { timeout: 10_000 });
    expect(call.problems).toEqual([]);
  });

  it("is shown again when the API was away, and the call goes on", async () => {
    const before = await openWatchingApi(database);
    const port = Number(new URL(before.url).port);
    const call = await startRelayedCall(before.url);
    const reader = await readStream(`${before.url}/api/runs/${call.runId}/stream?chart=1`, viewer);
    await saw(reader, "watch.began");
    await before.close();
    await vi.waitFor(() => expect(call.observers()).toBe(0), { timeout: 10_000 });
    call.answer();

    const after = await openApi({ port });
    const again = await read(`${after.url}/api/runs/${call.runId}/stream?chart=1`);
    await saw(again, "watch.began");
    expect(call.handle.view().status).toBe("active");
  });

  it("is asked for with the workspace's own secret, which says nothing of another's calls", async () => {
    const webhooks = {
      shared: { secret: sharedSecret, signingKey: undefined },
      own: new Map([["maple-court", { secret: "maples-own" }]]),
    };
    const { url } = await openApi({ webhooks });
    const call = await startRelayedCall(url, "maples-own");
    const oakRun = await addRun(database, "oak-row", { sessionId: "room-oak" });
    const reader = await read(`${url}/api/runs/${call.runId}/stream?chart=1`);
    await read(`${url}/api/runs/${oakRun}/stream?chart=1`);
    await saw(reader, "watch.began");

    const asked = async (secret: string): Promise<unknown> => {
      const leaving = new AbortController();
      const response = await fetch(`${url}/livekit/watched`, {
        headers: { "x-webhook-secret": secret },
        signal: leaving.signal,
      });
      if (response.body === null || response.status !== 200) {
        await response.body?.cancel();
        return response.status;
      }
      let text = "";
      for await (const bytes of response.body) {
        text += new TextDecoder().decode(bytes);
        if (/data: .*\n\n/.test(text)) break;
      }
      leaving.abort();
      const list = JSON.parse(/data: (.*)\n\n/.exec(text)?.[1] ?? "") as { session_id: string }[];
      return list.map(({ session_id }) => session_id);
    };
    await vi.waitFor(async () => expect(await asked(sharedSecret)).toEqual(["room-oak"]));
    expect(await asked("maples-own")).toEqual([call.sessionId]);
    expect(await asked("wrong")).toBe(401);
  });

  it("is taken from who speaks for the workspace, in a bounded form", async () => {
    const webhooks = {
      shared: { secret: sharedSecret, signingKey: undefined },
      own: new Map([["maple-court", { secret: "maples-own" }]]),
    };
    const { app } = await openApi({ webhooks });
    const step = { seq: 1, at: 0, event: "call.answered", states: ["live"], taken: [] };
    const post = async (body: object, secret = "maples-own"): Promise<number> =>
      (
        await app.inject({
          method: "POST",
          url: "/livekit/chart-steps",
          headers: { "x-webhook-secret": secret },
          payload: { session_id: "nobody's", workspace_id: "maple-court", steps: [step], ...body },
        })
      ).statusCode;

    expect({
      ofNoRun: await post({}),
      wrongSecret: await post({}, "wrong"),
      everybodys: await post({}, sharedSecret),
      anothers: await post({ workspace_id: "oak-row" }),
      none: await post({ steps: [] }),
      tooMany: await post({ steps: Array.from({ length: 501 }, () => step) }),
      tooLong: await post({ steps: [{ ...step, event: "x".repeat(201) }] }),
    }).toEqual({
      ofNoRun: 200,
      wrongSecret: 401,
      everybodys: 401,
      anothers: 403,
      none: 400,
      tooMany: 400,
      tooLong: 400,
    });
  });
});
