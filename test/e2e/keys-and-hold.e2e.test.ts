/** Keys, transfers, hold, and noise that is nobody's voice, at the caller's ear. */
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { call, type Caller, type CallOptions } from "./caller.ts";
import { answers, busy, byNumber } from "./outcomes.ts";
import { openScene, type Scene } from "./scene.ts";
import { mapleCourt } from "./two-workspaces.ts";

const number = "+15555550142";
const [first, second] = ["+15555550111", "+15555550112"];
/** Longer than the workspace waits before it asks again. */
const longHoldMs = 12_000;
let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});

it("0 puts the caller through: the next number when the first is busy", async () => {
  scene.livekit.carryOut(byNumber({ [first]: busy(), [second]: answers() }));
  await using caller = await callIn();
  await caller.waitForAgentSpeech(300);
  await caller.press("0");
  await caller.disconnected;
  await scene.toldEnd(caller.room);
  await scene.nothingLeft(caller.room);

  const rung = scene.livekit.transfers().filter(({ room }) => room === caller.room);
  expect(rung.map(({ to, outcome }) => [to, outcome?.answered])).toEqual([
    [`tel:${first}`, false],
    [`tel:${second}`, true],
  ]);
  expect(scene.said(caller.room, "agent").slice(-2).join(" ")).toMatch(
    /putting you through .*trying the next person/,
  );
  expect(eventsOf(caller)).toContain("transfer_requested");
});

it("where nobody answers, the caller is told so, and the call goes on", async () => {
  scene.livekit.carryOut(byNumber({ [first]: busy(), [second]: busy() }));
  await using caller = await callIn();
  await caller.prepare("My heating does not work.");
  await caller.waitForAgentSpeech(300);
  await caller.press("0");
  const [, , nobody] = await scene.hasSaid(caller.room, "agent", 3);
  const { to } = await caller.say("My heating does not work.");
  await caller.waitForAgentSpeech(300);
  await caller.hangUp();
  await scene.toldEnd(caller.room);

  expect(nobody).toMatch(/^Nobody picked up/);
  expect(caller.agentSpans().some(({ from }) => from > to)).toBe(true);
  expect(scene.said(caller.room, "tenant")).toEqual(["My heating does not work."]);
});

it("digits are a number to call back, and no wish for a human", async () => {
  await using caller = await callIn({ number: "anonymous" });
  await caller.waitForAgentSpeech(300);
  for (const digit of "5555550107") await caller.press(digit);
  await scene.hasSaid(caller.room, "tenant", 1);
  await caller.hangUp();
  await scene.toldEnd(caller.room);

  expect(scene.said(caller.room, "tenant")).toEqual(["5555550107"]);
  expect(eventsOf(caller)).not.toContain("transfer_requested");
});

it("a caller who puts us on hold is waited for", async () => {
  await using caller = await callIn();
  await scene.hasSaid(caller.room, "agent", 1);
  await caller.mute();
  const heldAt = caller.heard.lastAudibleAt();
  await setTimeout(longHoldMs);
  const whileHeld = caller.heard.audibleMs(heldAt);
  await caller.unmute();
  await caller.prepare("I am back. My toilet overflows.");
  await caller.say("I am back. My toilet overflows.");
  await caller.waitForAgentSpeech(300);
  await caller.hangUp();

  expect(whileHeld).toBe(0);
  expect(scene.said(caller.room, "tenant")).toEqual(["I am back. My toilet overflows."]);
});

it("noise without a voice, and a line that sends nothing, are silence: the agent asks whether somebody is there", async () => {
  const callers = await Promise.all([
    callIn({ telephone: true, number: "+15555550143" }),
    callIn({ dtx: true, number: "+15555550144" }),
  ]);
  for (const caller of callers) {
    await scene.hasSaid(caller.room, "agent", 2);
    await caller.hangUp();
  }

  for (const caller of callers) {
    expect(JSON.stringify(scene.told(caller.room))).not.toContain('"interrupted":true');
    expect(scene.said(caller.room, "agent")[1]).toMatch(/^I'm still here/);
    expect(scene.said(caller.room, "tenant")).toEqual([]);
  }
});

function callIn(more: Partial<CallOptions> = {}): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled: mapleCourt.dialled, number, ...more });
}

const eventsOf = ({ room }: Caller): string[] => scene.told(room).map(({ event_type }) => event_type);
