/** A worker that is stopped, or dies: its callers are not left alone, and nothing of it lives on. */
import { afterEach, expect, it } from "vitest";
import { call, type Caller } from "./caller.ts";
import { answers, byNumber } from "./outcomes.ts";
import { descendants } from "./proc.ts";
import { openScene, type Scene } from "./scene.ts";
import { until } from "./time.ts";
import { mapleCourt } from "./two-workspaces.ts";

const exitLimitMs = 90_000;
let started: number[] = [];

it("SIGTERM: the call goes on to its end, a new one is not taken, and the worker ends well", async () => {
  const scene = await openScene();
  await using caller = await callIn(scene);
  await caller.prepare("My heating does not work.");
  await caller.waitForAgentSpeech(300);
  note(scene);
  scene.worker.terminate();
  await until(async () => (await scene.worker.readyz()) === 503 || undefined, {
    limitMs: 5_000,
    complaint: () => "It still says that it is ready.",
  });
  await using refused = await callIn(scene, "+15555550143");
  await scene.hasSaid(caller.room, "agent", 1);
  const { to } = await caller.say("My heating does not work.");
  await caller.waitForAgentSpeech(500);
  await caller.hangUp();
  await scene.toldEnd(caller.room);

  expect(caller.agentSpans().some(({ from }) => from > to)).toBe(true);
  expect(refused.agentJoinedAt).toBeUndefined();
  expect(scene.told(refused.room)).toEqual([]);
  await exits(scene);
});

it("SIGTERM, and a call that outlasts the time: the caller is told, and put through to a human", async () => {
  const scene = await openScene({ env: { EMA_DRAIN_SECONDS: "10" } });
  scene.livekit.carryOut(byNumber({ "+15555550111": answers() }));
  await using caller = await callIn(scene);
  await caller.waitForAgentSpeech(300);
  note(scene);
  scene.worker.terminate();
  await caller.disconnected;
  await scene.toldEnd(caller.room);

  expect(scene.said(caller.room, "agent").at(-1)).toMatch(/^I have to hand you over/);
  expect(scene.livekit.transfers()).toMatchObject([{ to: "tel:+15555550111", outcome: { answered: true } }]);
  await exits(scene);
});

it("SIGKILL of the worker: the call's process puts its caller through, and ends", async () => {
  const scene = await openScene();
  scene.livekit.carryOut(byNumber({ "+15555550111": answers() }));
  await using caller = await callIn(scene);
  await caller.waitForAgentSpeech(300);
  note(scene);
  scene.worker.kill();
  await caller.disconnected;

  expect(scene.livekit.transfers()).toMatchObject([{ to: "tel:+15555550111", outcome: { answered: true } }]);
  await noneLeft();
  await scene.toldEnd(caller.room);
});

afterEach(() => noneLeft());

function callIn(scene: Scene, number = "+15555550142"): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled: mapleCourt.dialled, number });
}

async function exits({ worker }: Scene): Promise<void> {
  expect(await worker.exited).toEqual({ code: 0, signal: null });
  await noneLeft();
}

/** The worker's own processes, as long as it can say which they are. */
function note({ worker }: Scene): void {
  started = [worker.pid, ...descendants(worker.pid)];
}

async function noneLeft(): Promise<void> {
  const left = () => started.filter((pid) => isRunning(pid));
  await until(() => left().length === 0 || undefined, {
    limitMs: exitLimitMs,
    everyMs: 200,
    complaint: () => `Processes that live on: ${left().join(", ")}`,
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
