import { afterAll, beforeAll, expect, it } from "vitest";
import { buildApi } from "#src/api/app.ts";
import { closeLostRuns } from "#src/api/jobs/lost-runs.ts";
import { feedChannel, type FeedMessage, readFeedMessage } from "#src/api/streams/feed.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { burstPipe, callOf, send } from "./agent.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor } from "./parts.ts";
import { runOf, timelineOf } from "./stored.ts";

const begun = Date.parse("2026-11-27T03:00:00.000Z");
const minute = 60_000;

let opened: TestDatabase;
let app: ApiApp;
let now = begun;

beforeAll(async () => {
  opened = await openTestDatabase();
  await addWorkspace(opened.database, "maple-court", { settings: { maxMinutes: 30 } });
  await addWorkspace(opened.database, "oak-row", { settings: { maxMinutes: 60 } });
  app = await buildApi(partsFor(opened.database, { now: () => now }));
});
afterAll(async () => {
  await app.close();
  await opened.close();
});

const close = (): Promise<number> => closeLostRuns({ database: opened.database, now: () => now });

it("a run that nothing is heard of is lost, once, and is told of; what comes late is taken, and its end completes it", async () => {
  const told: FeedMessage[] = [];
  const stop = await opened.database.listen(feedChannel, {
    onMessage: (payload) =>
      void told.push(...[readFeedMessage(payload)].filter((message) => message !== undefined)),
    onGap: () => {},
  });
  const call = callOf("room-1", burstPipe);
  const [initiated, greeting] = call;
  const [others] = callOf("room-2", burstPipe, "oak-row");
  const ended = call.at(-1);
  if (!initiated || !greeting || !ended || !others) throw new Error("The call is too short.");
  for (const body of [initiated, greeting, others]) await send(app, body);

  now = begun + 39 * minute;
  expect(await close()).toBe(0);
  now = begun + 41 * minute;
  expect((await Promise.all([close(), close()])).toSorted()).toEqual([0, 1]);

  expect(await runOf(opened, "room-1")).toMatchObject({
    status: "lost",
    endedAt: greeting["timestamp"],
    lastEventAt: greeting["timestamp"],
    missing: 0,
  });
  expect(await runOf(opened, "room-2")).toMatchObject({ status: "running", endedAt: null });
  const lost = { eventType: "CALL_LOST", sequence: null, happenedAt: new Date(now).toISOString() };
  expect((await timelineOf(opened, "room-1")).at(-1)).toMatchObject({
    ...lost,
    id: expect.stringMatching(/^lost:/),
  });
  await expect
    .poll(() => told.at(-1))
    .toMatchObject({ kind: "run", run: { status: "lost", sessionId: "room-1" }, event: lost });
  await stop();

  await send(app, { ...call[2], event_type: "utterance" });
  expect(await runOf(opened, "room-1")).toMatchObject({ status: "lost", stage: "safetyCheck" });
  await send(app, ended);
  expect(await runOf(opened, "room-1")).toMatchObject({ status: "completed", endedAt: ended["timestamp"] });
  expect(await close()).toBe(0);
});
