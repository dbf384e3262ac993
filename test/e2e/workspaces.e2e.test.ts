/** The dialled number decides who answers; workspaces that are called at the same time share nothing. */
import { beforeAll, expect, it } from "vitest";
import { call, type Caller } from "./caller.ts";
import { answers, byNumber } from "./outcomes.ts";
import { openScene, type Scene, secret } from "./scene.ts";
import { until } from "./time.ts";
import { disabledCourt, harbourView, mapleCourt, twoWorkspaces } from "./two-workspaces.ts";

const harboursSecret = "a-secret-of-harbour-view-alone";
const fallback = "+15555550190";
const [maple, harbour] = [mapleCourt, harbourView];
let scene: Scene;
beforeAll(async () => {
  scene = await openScene({
    promptsDir: twoWorkspaces(),
    moreSecrets: [harboursSecret],
    env: {
      EMA_WEBHOOK_SECRET_HARBOUR_VIEW: harboursSecret,
      EMA_FALLBACK_NUMBER: fallback,
      EMA_IDLE_PROCESSES: "2",
    },
  });
  scene.livekit.carryOut(byNumber({ [fallback]: answers(), "+15555550181": answers() }));
});

it("two workspaces at once: each caller is with their own, in every word, request, secret and log line", async () => {
  const callers = await Promise.all([
    callIn(maple.dialled, "+15555550142"),
    callIn(harbour.dialled, "+15555550143"),
  ]);
  const [mapleCaller, harbourCaller] = callers;
  await Promise.all(
    callers.map(async (caller) => {
      await caller.prepare("A pipe burst.");
      await scene.hasSaid(caller.room, "agent", 1);
      await caller.say("A pipe burst.");
      await scene.hasSaid(caller.room, "agent", 2);
      await caller.hangUp();
      await scene.toldEnd(caller.room);
    }),
  );

  for (const [caller, own, other, itsSecret, voice] of [
    [mapleCaller, maple, harbour, secret, "nova"],
    [harbourCaller, harbour, maple, harboursSecret, "onyx"],
  ] as const) {
    expect(scene.said(caller.room, "agent")[0]).toContain(own.greets);
    const events = scene.told(caller.room);
    expect(new Set(events.map(({ workspace_id }) => workspace_id))).toEqual(new Set([own.id]));
    expect(JSON.stringify(events)).not.toContain(other.greets);
    const { chat, speech, listen } = scene.engines.requests(caller.room);
    expect(chat.length).toBeGreaterThan(0);
    for (const { body } of chat) expect(JSON.stringify(body)).toContain(own.greets);
    expect(JSON.stringify(chat)).not.toContain(other.greets);
    expect(new Set(speech.map((request) => request.voice))).toEqual(new Set([voice]));
    expect(listen.length).toBeGreaterThan(0);
    const sent = scene.receiver.requests().filter(({ body }) => JSON.stringify(body).includes(caller.room));
    expect(new Set(sent.map(({ headers }) => headers["x-webhook-secret"]))).toEqual(new Set([itsSecret]));
  }
  const ofJobs = scene.worker.entries().filter(({ msg }) => msg === "call begins" || msg === "call ended");
  const byJob = Map.groupBy(ofJobs, ({ jobID }) => jobID);
  expect(
    [...byJob.values()].map((entries) => new Set(entries.map(({ workspace }) => workspace)).size),
  ).toEqual([1, 1]);
});

it("a number that no workspace answers: the caller is told so, put through to the fallback, and nobody else is told", async () => {
  await using caller = await callIn("+15555550199", "+15555550142");
  await caller.waitForAgentSpeech(1_000);
  await caller.disconnected;
  await scene.nothingLeft(caller.room);

  expect(transfersOf(caller)).toEqual([`tel:${fallback}`]);
  expect(scene.told(caller.room)).toEqual([]);
  expect(scene.engines.requests(caller.room).listen).toEqual([]);
  expect(scene.worker.log()).toContain("no workspace answers this number");
});

it("a workspace whose line is off: the caller is told so, and put through to its ladder", async () => {
  await using caller = await callIn(disabledCourt.dialled, "+15555550142");
  await caller.disconnected;
  await scene.toldEnd(caller.room);
  await scene.nothingLeft(caller.room);

  expect(scene.said(caller.room, "agent")[0]).toContain("This line isn't taking calls");
  expect(transfersOf(caller)).toEqual(["tel:+15555550181"]);
  expect(scene.told(caller.room)[0]).toMatchObject({
    event_type: "call_initiated",
    workspace_id: disabledCourt.id,
  });
});

it("a withheld number: the caller is helped, and nobody is promised a call back", async () => {
  await using caller = await callIn(maple.dialled, "anonymous");
  await caller.prepare("I smell gas in the kitchen.");
  await caller.waitForAgentSpeech(1_000);
  await caller.say("I smell gas in the kitchen.");
  const instruction = await until(
    () => scene.said(caller.room, "agent").find((text) => text.includes("Leave the building")),
    {
      limitMs: 40_000,
      complaint: () => `No instruction was heard: ${scene.said(caller.room, "agent").join(" | ")}`,
    },
  );
  await caller.hangUp();
  await scene.toldEnd(caller.room);

  expect(instruction).toContain("we can't see your number");
  const [begun] = scene.told(caller.room);
  expect(begun?.event_type === "call_initiated" && begun.data.metadata).not.toHaveProperty("calling_number");
});

function callIn(dialled: string, number: string): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled, number });
}

const transfersOf = ({ room }: Caller): string[] =>
  scene.livekit.transfers().flatMap((transfer) => (transfer.room === room ? [transfer.to] : []));
