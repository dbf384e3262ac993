import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunDetail, RunList } from "#src/api/answers.ts";
import { type Database, json } from "#src/api/database/database.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { addRun, addWorkspace, happen } from "../stored-calls.ts";
import { openWatchingApi, readStream, type WatchingApi } from "../watching-api.ts";

const operator = "ana maple-court=operator";
const viewer = "ben maple-court=viewer";
const at = (time: string): Date => new Date(`2026-11-${time}.000Z`);

describe("calls as they are asked for", () => {
  let opened: TestDatabase;
  let database: Database;
  let api: WatchingApi;
  const name = new Map<string, string>();

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    await addWorkspace(database, "maple-court", { settings: { optInEvents: true } });
    await addWorkspace(database, "pine-hill", { settings: { optInEvents: true } });
    for (const id of ["oak-row", "fir-lane"]) await addWorkspace(database, id);
    await addCalls();
    api = await openWatchingApi(database, {
      costByProvider: async () => ({ llm: 0.05 }),
      recordingOf: async ({ id }) =>
        name.get(id) === "gas" ? { seconds: 61, startedAt: "2026-11-27T03:00:00.000Z" } : null,
    });
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  async function addCalls(): Promise<void> {
    const calls = {
      early: { startedAt: at("20T10:00:00"), status: "completed", durationSeconds: 60, stage: "closing" },
      late: {
        startedAt: at("27T09:00:00"),
        status: "completed",
        durationSeconds: 120,
        urgency: "emergency",
        costMicros: 30_000,
        transfer: json({ number: "+15555550111" }) as never,
      },
      lost: { startedAt: at("26T09:00:00"), status: "lost", urgency: "routine", costMicros: 20_000 },
      going: {
        startedAt: at("25T09:00:00"),
        facts: { address: "12 Elm_Street", callbackNumber: "5555550142" },
      },
      gas: {
        startedAt: at("24T09:00:00"),
        hazards: ["gas"],
        urgency: "lifeSafety",
        callerNumber: "+15555550177",
        facts: { name: "Ana Example" },
        dispatch: { trade: "gas", facts: { name: "Ana Example" }, asked: { caller_number: "+15555550177" } },
      },
    } as const;
    for (const [key, { hazards, ...call }] of Object.entries(calls).map(
      ([key, call]) => [key, { hazards: [] as string[], ...call }] as const,
    ))
      name.set(await addRun(database, "maple-court", { ...call, hazards: [...hazards] }), key);
    await addRun(database, "oak-row", { facts: { name: "Ana Example" } });
  }

  const idOf = (key: string): string => [...name].find(([, each]) => each === key)?.[0] ?? "";

  async function ask<Answer>(path: string, who = operator): Promise<[number, Answer]> {
    const response = await api.app.inject({ url: `/api/${path}`, headers: { "x-viewer": who } });
    return [response.statusCode, response.json<Answer>()];
  }

  async function listed(query: string, who = operator): Promise<string> {
    const [status, { runs }] = await ask<RunList>(`workspaces/maple-court/runs?${query}`, who);
    expect(status).toBe(200);
    return runs.map(({ id }) => name.get(id)).join(" ");
  }

  it("come with a hazard that goes on first, then what goes on, then by start", async () => {
    expect(await listed("")).toBe("gas going late lost early");
  });

  it("come page by page, none twice and none left out", async () => {
    const pages: string[] = [];
    for (let before: string | null = ""; before !== null;) {
      const cursor: string = before === "" ? "" : `&before=${before}`;
      const [, page]: [number, RunList] = await ask(`workspaces/maple-court/runs?limit=2${cursor}`);
      pages.push(page.runs.map(({ id }) => name.get(id)).join(" "));
      before = page.next;
    }

    expect(pages).toEqual(["gas going", "late lost", "early"]);
  });

  it("are filtered by status, hazard, urgency and time, days being the workspace's", async () => {
    expect(await listed("status=running")).toBe("gas going");
    expect(await listed("hazard=1")).toBe("gas");
    expect(await listed("urgency=emergency")).toBe("late");
    expect(await listed("from=2026-11-26")).toBe("late lost");
    expect(await listed("from=2026-11-25&to=2026-11-26")).toBe("going lost");
    expect(await listed("to=2026-11-20T10:00:00.000Z")).toBe("early");
    expect(await listed("to=2026-11-19")).toBe("");
  });

  it("are found by what was taken down, digits of a number, stage, session and stored words", async () => {
    await happen(database, idOf("late"), { text: "The 100% cotton is wet." });

    expect(await listed("q=elm_")).toBe("going");
    expect(await listed("q=555-555-0142")).toBe("going");
    expect(await listed("q=5550177")).toBe("gas");
    expect(await listed("q=closing")).toBe("early");
    expect(await listed(`q=room-${idOf("lost")}`)).toBe("lost");
    expect(await listed("q=100%25%20COTTON")).toBe("late");
    expect(await listed("q=100_")).toBe("");
    expect(await listed("q=example")).toBe("gas");
  });

  it("tell a viewer nothing of the caller, nor by what is found", async () => {
    expect(await listed("q=example", viewer)).toBe("");
    expect(await listed("q=5550177", viewer)).toBe("");
    expect(await listed("q=cotton", viewer)).toBe("late");
    const [, list] = await ask<RunList>("workspaces/maple-court/runs", viewer);
    expect(list.runs[0]).toMatchObject({
      callerNumber: null,
      facts: {},
      dispatch: { trade: "gas", asked: {} },
    });
    expect(JSON.stringify(list)).not.toMatch(/5550177|5550142|Ana Example/);
  });

  it("are shown whole, their events in the call's own order", async () => {
    const id = idOf("gas");
    await happen(database, id, { text: "Second.", sequence: 1 });
    await happen(database, id, { text: "First.", sequence: 0 });
    const [status, { run, events, recording, position }] = await ask<RunDetail>(`runs/${id}`);
    const [, seen] = await ask<RunDetail>(`runs/${id}`, viewer);

    expect(status).toBe(200);
    expect(run).toMatchObject({ id, callerNumber: "+15555550177", facts: { name: "Ana Example" } });
    expect(events.map(({ text }) => text)).toEqual(["First.", "Second."]);
    expect(position).toBe(run.position);
    expect(recording).toEqual({ seconds: 61, startedAt: "2026-11-27T03:00:00.000Z" });
    expect(seen.recording).toBeNull();
    expect(seen.run).toMatchObject({ callerNumber: null, facts: {} });
    expect(seen.events).toHaveLength(2);
  });

  it("are not there for others, and are asked for in the right form", async () => {
    const stranger = "eve oak-row=admin";
    const refused = async (path: string, who?: string): Promise<number> => (await ask(path, who))[0];

    expect(await refused(`runs/${idOf("gas")}`, stranger)).toBe(404);
    expect(await refused("workspaces/maple-court/runs", stranger)).toBe(404);
    expect(await refused("workspaces/maple-court/figures?month=2026-11", stranger)).toBe(404);
    expect(await refused(`runs/${idOf("gas")}`, "")).toBe(401);
    expect(await refused("runs/1")).toBe(400);
    expect(await refused("workspaces/maple-court/runs?before=nonsense")).toBe(400);
    expect(await refused("workspaces/maple-court/runs?limit=201")).toBe(400);
    expect(await refused("workspaces/maple-court/figures?month=2026-13")).toBe(400);
  });

  const figures = async (workspace: string, month: string): Promise<unknown> =>
    (
      await api.app.inject({
        url: `/api/workspaces/${workspace}/figures?month=${month}`,
        headers: { "x-viewer": `ana ${workspace}=viewer` },
      })
    ).json();

  it("are counted, their waits and costs too, by the workspace's own months and days", async () => {
    const ended = { status: "completed", durationSeconds: 90, costMicros: 20_000 } as const;
    // In New York it is still October.
    await addRun(database, "pine-hill", { ...ended, startedAt: at("01T03:59:59") });
    const first = await addRun(database, "pine-hill", { ...ended, startedAt: at("01T04:00:00") });
    await addRun(database, "pine-hill", {
      ...ended,
      startedAt: at("27T12:00:00"),
      urgency: "emergency",
      transfer: json({ number: "+15555550111" }) as never,
    });
    await addRun(database, "pine-hill", {
      startedAt: at("28T04:30:00"),
      hazards: ["gas"],
      status: "lost",
      durationSeconds: 60,
    });
    for (const [index, wait_ms] of [500, 700, 900].entries())
      await happen(database, first, { latency: { wait_ms }, turnIndex: index });
    await addRun(database, "fir-lane", { ...ended, startedAt: at("10T12:00:00") });
    const answer = (await figures("pine-hill", "2026-11")) as { days: { calls: number }[] };

    expect({ ...answer, days: undefined }).toEqual({
      month: "2026-11",
      calls: 3,
      emergencies: 2,
      lifeSafety: 1,
      lost: 1,
      containment: 0.5,
      medianWaitMs: 700,
      p95WaitMs: 880,
      minutes: 4,
      costUsd: 0.04,
      costByProvider: { llm: 0.05 },
    });
    expect(answer.days).toHaveLength(30);
    expect(answer.days.filter(({ calls }) => calls > 0)).toEqual([
      { day: "2026-11-01", calls: 1, emergencies: 0, costUsd: 0.02 },
      { day: "2026-11-27", calls: 2, emergencies: 2, costUsd: 0.02 },
    ]);
  });

  it("leave out of a month's figures what there is nothing to tell from", async () => {
    expect(await figures("fir-lane", "2026-02")).toMatchObject({
      calls: 0,
      containment: null,
      medianWaitMs: null,
      p95WaitMs: null,
      minutes: 0,
      costUsd: null,
      days: expect.objectContaining({ length: 28 }),
    });
    expect(await figures("fir-lane", "2026-11")).toMatchObject({ calls: 1, containment: null });
  });

  it("are entered in the audit when they are looked at, or searched for by a number, once in a while", async () => {
    const id = await addRun(database, "fir-lane");
    const looks = async (who: string): Promise<unknown> =>
      (
        await database.owner
          .selectFrom("auditEntry")
          .select(["action", "runId", "actorKind"])
          .where("actorId", "=", who)
          .orderBy("id")
          .execute()
      ).map(({ action, runId, actorKind }) => [action, runId, actorKind]);
    const dee = "dee fir-lane=operator";
    for (const path of ["runs?q=leak", "runs?q=555+0142", "runs?q=5550", "runs"])
      expect((await ask(`workspaces/fir-lane/${path}`, dee))[0]).toBe(200);
    expect((await ask(`workspaces/fir-lane/runs?q=5550142`, "vic fir-lane=viewer"))[0]).toBe(200);
    for (const _ of [1, 2]) expect((await ask(`runs/${id}`, dee))[0]).toBe(200);
    expect((await ask(`runs/${id}`, "eve oak-row=admin"))[0]).toBe(404);
    const reader = await readStream(`${api.url}/api/runs/${id}/stream`, "sam fir-lane=viewer");
    await reader.until("ready");
    reader.close();

    expect(await looks("dee")).toEqual([
      ["searchedByNumber", null, "person"],
      ["runViewed", id, "person"],
    ]);
    expect(await looks("sam")).toEqual([["runViewed", id, "person"]]);
    expect([await looks("vic"), await looks("eve")]).toEqual([[], []]);
  });
});
