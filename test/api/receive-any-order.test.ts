import { afterAll, beforeAll, expect, it } from "vitest";
import { buildApi } from "#src/api/app.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { seeded } from "../outbox/seeded.ts";
import { type Body, burstPipe, callOf, requestOf } from "./agent.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace, partsFor } from "./parts.ts";
import { runOf, timelineOf } from "./stored.ts";

let opened: TestDatabase;
let app: ApiApp;

beforeAll(async () => {
  opened = await openTestDatabase();
  app = await buildApi(partsFor(opened.database, { now: () => Date.parse("2026-11-27T03:05:00.000Z") }));
});
afterAll(async () => {
  await app.close();
  await opened.close();
});

/** A second dispatch and facts that change: what is later has to win, and what was said of the first one has to go. */
const call = [
  ...burstPipe.slice(0, -1),
  {
    event_type: "dispatch_requested",
    data: { vendor: "on-call ladder", attempt: 2, hazards: ["gas", "smoke"] },
  },
  { event_type: "dispatch_acknowledged", data: { by: "superintendent" } },
  { event_type: "intake_recorded", data: { facts: { unit: "4C" } } },
  { event_type: "transfer_answered", data: {} },
  { event_type: "provider_degraded", data: { provider: "llm", state: "working" } },
  ...burstPipe.slice(-1),
];

it("the same events, in any order and any number, a few or all at once, give the same run and the same timeline", async () => {
  const inOrder = await stored("in-order", (bodies) => bodies.map((body) => [body]));
  expect(inOrder.run).toMatchObject({
    status: "completed",
    facts: { unit: "4C", name: "Sam" },
    dispatch: { state: "acknowledged", vendor: "on-call ladder", attempt: 2, by: "superintendent" },
    transfer: { state: "answered", number: "+15555550111" },
    hazards: ["gas", "flood", "smoke"],
    providers: {},
    missing: 0,
  });

  const chance = seeded(20_261_127);
  const random = (): number => chance.random();
  for (let round = 0; round < 4; round += 1) {
    const shuffled = await stored(`shuffled-${round}`, (bodies) =>
      chunks(shuffle(twice(bodies, random), random), random),
    );
    expect(shuffled, `round ${round}`).toEqual(inOrder);
  }
  expect(await stored("backwards", (bodies) => bodies.toReversed().map((body) => [body]))).toEqual(inOrder);
});

/** Each call has a workspace to itself, so that all of them can have the same ids. */
async function stored(
  workspaceId: string,
  arrange: (bodies: Body[]) => Body[][],
): Promise<{ run: unknown; timeline: unknown }> {
  await addWorkspace(opened.database, workspaceId);
  const sessionId = `room-${workspaceId}`;
  const bodies = callOf("room", call, workspaceId).map((body) => ({ ...body, session_id: sessionId }));
  for (const together of arrange(bodies)) {
    const answers = await Promise.all(together.map((body) => app.inject(requestOf(body))));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(together.map(() => 200));
  }
  const own = { workspaceId: "", sessionId: "" };
  const run = { ...(await runOf(opened, sessionId)), ...own };
  const timeline = (await timelineOf(opened, sessionId)).map((event) => ({ ...event, ...own }));
  return { run, timeline };
}

const twice = (bodies: Body[], random: () => number): Body[] =>
  bodies.flatMap((body) => (random() < 0.4 ? [body, body] : [body]));

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}

function chunks<Item>(items: Item[], random: () => number): Item[][] {
  const left = [...items];
  const taken: Item[][] = [];
  while (left.length > 0) taken.push(left.splice(0, 1 + Math.floor(random() * 8)));
  return taken;
}
