import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#src/api/database/database.ts";
import { openTestDatabase, type TestDatabase } from "../databases.ts";
import { addRun, addWorkspace, happen } from "../stored-calls.ts";
import { openWatchingApi, readStream, type Told, type WatchingApi } from "../watching-api.ts";

const operator = "ana maple-court=operator";
const eventsOfRun = 40;
const seeds = [1, 2];

describe("readers who come and go while calls go on, between two processes of the API", () => {
  let opened: TestDatabase;
  let database: Database;
  let apis: WatchingApi[];

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    await addWorkspace(database, "maple-court");
    apis = [await openWatchingApi(database), await openWatchingApi(database)];
  });
  afterAll(async () => {
    for (const api of apis) await api.close();
    await opened.close();
  });

  it.each(seeds)("miss nothing and are told nothing twice (seed %i)", async (seed) => {
    const random = randomFrom(seed);
    const runs = [await addRun(database, "maple-court"), await addRun(database, "maple-court")];
    let writing = true;
    const readers = Array.from({ length: 4 }, (_, index) => {
      const path = index === 0 ? "workspaces/maple-court/stream" : `runs/${runs[index % runs.length]}/stream`;
      return comeAndGo(path, () => writing);
    });
    const written = await Promise.all(
      runs.map(async (runId) => {
        const ids: string[] = [];
        for (let told = 0; told < eventsOfRun; told += 1) {
          ids.push(await happen(database, runId, { text: `${told}` }));
          if (random() < 0.3) await nextTurn();
        }
        return ids;
      }),
    );
    const latest = await database.owner
      .selectFrom("run")
      .select(["id", "position"])
      .where("id", "in", runs)
      .execute();
    writing = false;
    const [workspace = [], ...others] = await Promise.all(readers);

    for (const [index, told] of others.entries()) {
      const events = told.filter(({ event }) => event === "event").map(({ data }) => data["id"]);
      expect(events).toEqual(written[(index + 1) % runs.length]);
    }
    const positions = workspace.filter(({ event }) => event === "run").map(({ id }) => id ?? 0);
    expect(positions).toEqual([...new Set(positions)].toSorted((one, other) => one - other));
    for (const { id, position } of latest)
      expect(workspace.findLast(({ data }) => data["id"] === id)?.id).toBe(position);

    /** Reads a little here and a little there, the last time to the end; everything that was told, in order. */
    async function comeAndGo(path: string, goesOn: () => boolean): Promise<Told[]> {
      const told: Told[] = [];
      let lastEventId: number | undefined = 0;
      for (let last = false; !last;) {
        last = !goesOn();
        const api = apis[Math.floor(random() * apis.length)];
        let left = last ? Infinity : Math.ceil(random() * 12);
        const enough = Promise.withResolvers<void>();
        const reader = await readStream(`${api?.url}/api/${path}`, operator, {
          ...(lastEventId === undefined ? {} : { lastEventId }),
          onTold(one) {
            if (left <= 0) return;
            told.push(one);
            lastEventId = one.id ?? lastEventId;
            left -= 1;
            if (left <= 0 || (last && one.event === "ready")) enough.resolve();
          },
        });
        await (last ? enough.promise : Promise.race([enough.promise, stopped(goesOn)]));
        left = 0;
        reader.close();
      }
      return told;
    }
  });
});

/** Resolves when nothing more will come, so that a reader does not wait for it. */
async function stopped(goesOn: () => boolean): Promise<void> {
  while (goesOn()) await delay(5);
}

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
