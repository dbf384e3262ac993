import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Database, json } from "#src/api/database/database.ts";
import { publish } from "#src/api/streams/feed.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { addRun, addWorkspace, happen } from "../stored-calls.ts";
import {
  openWatchingApi,
  type Reader,
  readStream,
  type WatchingApi,
  type WatchingOptions,
} from "../watching-api.ts";

const operator = "ana maple-court=operator";
const viewer = "ben maple-court=viewer";
const stranger = "eve oak-row=admin";

describe("streams", () => {
  let opened: TestDatabase;
  let database: Database;
  let runId: string;
  const closing: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    for (const id of ["maple-court", "oak-row"]) await addWorkspace(database, id);
  });
  beforeEach(async () => {
    runId = await addRun(database, "maple-court");
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

  async function read(url: string, who: string, options?: Parameters<typeof readStream>[2]): Promise<Reader> {
    const reader = await readStream(url, who, options);
    closing.push(() => reader.close());
    return reader;
  }

  const texts = (reader: Reader): unknown[] => reader.of("event").map(({ data }) => data["text"]);

  it("tell a workspace's readers of every call that changes, from now on, with the position to go on from", async () => {
    const { url } = await openApi();
    const reader = await read(`${url}/api/workspaces/maple-court/stream`, operator);
    const [ready] = await reader.until("ready");

    await happen(database, runId, {}, { change: { stage: "problem" } });
    const [told] = await reader.until("run");

    expect(reader.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-from-a-hook": "yes",
    });
    expect(ready?.data).toEqual({ position: Number(told?.id) - 2 });
    expect(told).toMatchObject({
      id: told?.data["position"],
      data: { id: runId, stage: "problem", workspaceId: "maple-court" },
    });
    expect(reader.of("event")).toEqual([]);
  });

  it("tell a run's readers everything so far, then the words as they are said", async () => {
    const { url } = await openApi();
    await happen(database, runId, { text: "‹name› here.", redacted: true });
    const reader = await read(`${url}/api/runs/${runId}/stream`, operator);
    await reader.until("ready");
    await happen(database, runId, { text: "I am ‹name›.", redacted: true }, { said: "I am Ana." });
    const told = await reader.until("event", 2);

    expect(told.map(({ data }) => [data["text"], data["redacted"]])).toEqual([
      ["‹name› here.", true],
      ["I am Ana.", false],
    ]);
    expect(reader.told.map(({ event }) => event)).toEqual(["event", "run", "ready", "event", "run"]);
  });

  it("show words that are known in this process beside what is stored", async () => {
    const eventId = await happen(database, runId, { text: "I am ‹name›.", redacted: true });
    const { url } = await openApi({
      words: { said: (run, event) => (run === runId && event === eventId ? "I am Ana." : undefined) },
    });
    const reader = await read(`${url}/api/runs/${runId}/stream`, operator);
    await reader.until("ready");

    expect(texts(reader)).toEqual(["I am Ana."]);
  });

  it("go on from the event that a reader had last, and from `after` when it had none", async () => {
    const { url } = await openApi();
    for (const text of ["One.", "Two.", "Three."]) await happen(database, runId, { text });
    const first = await read(`${url}/api/runs/${runId}/stream`, operator);
    await first.until("ready");
    const second = first.of("event")[1]?.id ?? 0;
    const again = await read(`${url}/api/runs/${runId}/stream?after=0`, operator, { lastEventId: second });
    const after = await read(`${url}/api/runs/${runId}/stream?after=${second}`, operator);
    await Promise.all([again.until("ready"), after.until("ready")]);

    expect([texts(first), texts(again), texts(after)]).toEqual([
      ["One.", "Two.", "Three."],
      ["Three."],
      ["Three."],
    ]);
  });

  it("tell nothing of another's workspace, and not that it is there", async () => {
    const { url } = await openApi();
    const paths = [
      "/api/workspaces/maple-court/stream",
      `/api/runs/${runId}/stream`,
      "/api/workspaces/nowhere/stream",
      "/api/runs/9fd3a7f6-1a5c-4f4e-9a46-6b26a4b0a000/stream",
    ];
    for (const path of paths) {
      expect((await read(`${url}${path}`, stranger)).status).toBe(404);
      expect((await read(`${url}${path}`, "")).status).toBe(401);
    }
  });

  it("leave facts and the caller's number out of what a viewer is told", async () => {
    const { url } = await openApi();
    const streams = [`workspaces/maple-court/stream`, `runs/${runId}/stream`];
    const [readers, operators] = await Promise.all(
      [viewer, operator].map((who) => Promise.all(streams.map((path) => read(`${url}/api/${path}`, who)))),
    );
    for (const reader of [...(readers ?? []), ...(operators ?? [])]) await reader.until("ready");
    await happen(
      database,
      runId,
      { eventType: "INTAKE_RECORDED", text: null, data: { facts: { name: "Ana Example" } } },
      {
        change: {
          callerNumber: "+15555550142",
          facts: json({ name: "Ana Example" }) as never,
          dispatch: json({ trade: "plumbing", caller_number: "+15555550142" }) as never,
        },
      },
    );
    await Promise.all(
      [...(readers ?? []), ...(operators ?? [])].map((reader) =>
        vi.waitFor(() =>
          expect(reader.of("run").at(-1)?.data["dispatch"]).toMatchObject({ trade: "plumbing" }),
        ),
      ),
    );

    for (const reader of readers ?? [])
      expect(JSON.stringify(reader.told)).not.toMatch(/5555550142|Ana Example/);
    expect(readers?.[0]?.of("run").at(-1)?.data["dispatch"]).toEqual({ trade: "plumbing" });
    for (const reader of operators ?? [])
      expect(reader.of("run").at(-1)?.data).toMatchObject({
        callerNumber: "+15555550142",
        facts: { name: "Ana Example" },
      });
  });

  it("fetch what was too long for a notification", async () => {
    const { url } = await openApi();
    const list = await read(`${url}/api/workspaces/maple-court/stream`, operator);
    const run = await read(`${url}/api/runs/${runId}/stream`, operator);
    await Promise.all([list.until("ready"), run.until("ready")]);
    const text = "Water everywhere. ".repeat(600);
    await happen(database, runId, { text }, { change: { stage: "severity" } });
    await Promise.all([list.until("run"), run.until("event")]);

    expect(list.of("run")[0]?.data).toMatchObject({ id: runId, stage: "severity" });
    expect(texts(run)).toEqual([text]);
  });

  it("tell of an erased call, and end a viewer's streams in every process", async () => {
    const [one, other] = [await openApi(), await openApi()];
    const list = await read(`${one.url}/api/workspaces/maple-court/stream`, operator);
    const run = await read(`${other.url}/api/runs/${runId}/stream`, operator);
    const kept = await read(`${other.url}/api/runs/${runId}/stream`, viewer);
    await Promise.all([list.until("ready"), run.until("ready"), kept.until("ready")]);
    await publish(database.owner, [{ kind: "erased", workspaceId: "maple-court", runId }]);
    await Promise.all([list.until("erased"), run.until("erased")]);
    await one.streams.closeFor("ana");
    await Promise.all([list.closed, run.closed]);

    expect(list.of("erased")).toEqual([{ event: "erased", id: undefined, data: { runId } }]);
    expect(kept.response.closed).toBe(false);
  });

  it("give a sign of life that a page can hear", async () => {
    const { url } = await openApi({ heartbeatMs: 20 });
    const reader = await read(`${url}/api/workspaces/maple-court/stream`, operator);
    const beats = await reader.until("beat", 2);

    expect(beats[0]).toEqual({ event: "beat", id: undefined, data: {} });
  });

  it("refuse a viewer who has too many open, until one is closed", async () => {
    const { url } = await openApi({ streamsPerViewer: 2 });
    const address = `${url}/api/workspaces/maple-court/stream`;
    const first = await read(address, operator);
    await read(address, operator);

    expect((await read(address, operator)).status).toBe(429);
    expect((await read(address, viewer)).status).toBe(200);
    first.close();
    await vi.waitFor(async () => expect((await read(address, operator)).status).toBe(200));
  });

  it("are refused once the API is being stopped, which one of them would keep from stopping", async () => {
    const { streams } = await openApi();
    await streams.close();

    expect(() => streams.admit("ana", () => expect.unreachable())).toThrow("being stopped");
  });

  it("read again from the database when notifications were lost", async () => {
    const gaps: (() => void)[] = [];
    const { url } = await (async () => {
      const api = await openWatchingApi({
        ...database,
        // Hears nothing: what is told below was missed.
        listen: async (channel, listener) => {
          gaps.push(listener.onGap);
          return async () => {};
        },
      });
      closing.push(() => api.close());
      return api;
    })();
    const list = await read(`${url}/api/workspaces/maple-court/stream`, operator);
    const run = await read(`${url}/api/runs/${runId}/stream`, operator);
    await Promise.all([list.until("ready"), run.until("ready")]);
    await happen(database, runId, { text: "Is anybody there?" });
    for (const gap of gaps) gap();
    await Promise.all([list.until("run"), run.until("event")]);

    expect(texts(run)).toEqual(["Is anybody there?"]);
    expect(list.of("run").map(({ data }) => data["id"])).toEqual([runId]);
  });

  it("let go a reader that does not read, and hurt no other", async () => {
    const { url } = await openApi();
    const address = `${url}/api/runs/${runId}/stream`;
    const slow = await read(`${address}?chart=1`, viewer);
    const quick = await read(address, operator);
    await Promise.all([slow.until("ready"), quick.until("ready")]);
    slow.response.pause();
    await publishSteps(database, runId, 1_500);
    await happen(database, runId, { text: "Still here." });
    await quick.until("event");
    slow.response.resume();
    await slow.closed;

    expect(slow.of("chart").length).toBeLessThan(1_500);
    expect(quick.response.closed).toBe(false);
    expect(texts(quick)).toEqual(["Still here."]);
    expect(quick.of("chart")).toEqual([]);
  });

  it("end when the API closes", async () => {
    const api = await openWatchingApi(database);
    const reader = await readStream(`${api.url}/api/workspaces/maple-court/stream`, operator);
    await reader.until("ready");
    await api.close();
    await reader.closed;
  });
});

/** Of 7 kB each; PostgreSQL tells the same only once in a transaction. */
async function publishSteps({ owner }: Database, runId: string, count: number): Promise<void> {
  const padding = "x".repeat(7_000);
  for (let told = 0; told < count; told += 100) {
    const messages = Array.from({ length: 100 }, (_, index) => ({
      kind: "chart" as const,
      workspaceId: "maple-court",
      runId,
      steps: [{ seq: told + index, at: 1, event: padding, states: [], taken: [] }],
    }));
    await owner.transaction().execute((query) => publish(query, messages));
  }
}
