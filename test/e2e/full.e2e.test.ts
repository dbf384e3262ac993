/** A worker that has as many calls as it takes. */
import { beforeAll, expect, it } from "vitest";
import { call, type Caller } from "./caller.ts";
import { openScene, type Scene } from "./scene.ts";
import { mapleCourt } from "./two-workspaces.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ env: { EMA_MAX_CALLS: "1" } });
});

it("refuses the next call, and takes it as soon as one has ended", async () => {
  await using taken = await callIn("+15555550142");
  await taken.waitForAgentSpeech(300);
  await using waiting = await callIn("+15555550143");
  await taken.waitForSilence(800);
  const whileFull = waiting.agentJoinedAt;
  await taken.hangUp();
  await waiting.waitForAgentSpeech(300, 60_000);
  await waiting.hangUp();
  await scene.toldEnd(waiting.room);

  expect(whileFull).toBeUndefined();
  expect(scene.worker.log()).toContain("callerAlone");
});

function callIn(number: string): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled: mapleCourt.dialled, number });
}
