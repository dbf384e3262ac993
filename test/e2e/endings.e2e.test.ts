/** However a call breaks off, it is told of, its room is closed, and no process is left of it. */
import { beforeAll, expect, it } from "vitest";
import { call, type Caller, type CallOptions } from "./caller.ts";
import { openScene, type Scene } from "./scene.ts";
import { now, until } from "./time.ts";
import { mapleCourt } from "./two-workspaces.ts";
import { callToVanish } from "./vanishing-caller.ts";

const line = "Water is coming through my ceiling.";
/** What a dead process has said is heard for a moment. */
const stillUnderWayMs = 500;
let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});

it("a caller who hangs up", async () => {
  await using caller = await callIn();
  await caller.waitForAgentSpeech(300);
  await caller.hangUp();

  await isOver(caller.room);
});

it("a caller who vanishes without a goodbye, and leaves a problem behind: somebody is told to call back", async () => {
  const { livekit, engines } = scene;
  const caller = await callToVanish({
    livekit,
    engines,
    dialled: mapleCourt.dialled,
    number: "+15555550142",
  });
  await caller.prepare(line);
  await scene.hasSaid(caller.room, "agent", 1);
  await caller.say(line);
  await caller.waitForAgentSpeech(300);
  await caller.vanish();

  await isOver(caller.room, 60_000);
  const dispatch = scene.told(caller.room).find(({ event_type }) => event_type === "dispatch_requested");
  expect(dispatch?.data).toMatchObject({ reason: "hungUp", caller_number: "+15555550142" });
});

it("a room that is deleted under the call", async () => {
  await using caller = await callIn();
  await caller.waitForAgentSpeech(300);
  await scene.server.rooms.deleteRoom(caller.room);

  expect((await caller.disconnected).reason).toBe("ROOM_DELETED");
  await isOver(caller.room);
});

it("a call's process that is killed: another agent is with the caller, and the call is told as one", async () => {
  await using caller = await callIn();
  await caller.prepare(line, "My heating does not work.");
  await scene.hasSaid(caller.room, "agent", 1);
  await caller.say(line);
  await caller.waitForAgentSpeech(300);
  const [dead] = scene.worker.calls().filter(({ room }) => room === caller.room);
  process.kill(dead?.pid ?? Number.NaN, "SIGKILL");
  const killedAt = now();
  const saying = await until(
    () => scene.said(caller.room, "agent").find((text) => text.startsWith("Sorry")),
    {
      limitMs: 40_000,
      complaint: () => `The caller was left alone: ${scene.said(caller.room, "agent").join(" | ")}`,
    },
  );
  await caller.say("My heating does not work.");
  await caller.waitForAgentSpeech(300);
  await caller.hangUp();
  await isOver(caller.room);

  const voiceAt =
    caller.agentSpans().find(({ from }) => from > killedAt + stillUnderWayMs)?.from ?? Number.NaN;
  process.stdout.write(
    `From a process's death to the next one's voice: ${((voiceAt - killedAt) / 1_000).toFixed(1)} s\n`,
  );
  expect(saying).toContain("we were cut off");
  expect(scene.worker.jobProcesses()).not.toContain(dead?.pid);
});

it("a server that is restarted under the call: the call ends, and the next one is taken", async () => {
  await using lost = await callIn();
  await lost.waitForAgentSpeech(300);
  await scene.server.restart();

  await isOver(lost.room, 90_000);
  await until(async () => (await scene.worker.readyz()) === 200 || undefined, {
    limitMs: 60_000,
    everyMs: 200,
    complaint: () => "The worker did not come back.",
  });
  await using next = await callIn();
  await next.waitForAgentSpeech(300);
  await next.hangUp();
  await isOver(next.room);
});

function callIn(more: Partial<CallOptions> = {}): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled: mapleCourt.dialled, number: "+15555550142", ...more });
}

/** Begun once and ended once, nothing lost in between; the room is gone, and nobody has the call on record. */
async function isOver(room: string, limitMs?: number): Promise<void> {
  await scene.toldEnd(room, limitMs);
  await scene.nothingLeft(room, limitMs);
  const events = scene.told(room);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
  const types = events.map(({ event_type }) => event_type);
  expect([types[0], types.at(-1)]).toEqual(["call_initiated", "call_ended"]);
  expect(types.filter((type) => type === "call_initiated" || type === "call_ended")).toHaveLength(2);
}
