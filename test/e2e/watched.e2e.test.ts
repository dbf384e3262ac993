/** Calls of callers, in the worker's job processes, are watched and kept as logs: without a word, a name or a number of theirs. */
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { WatchedCall, WatchMessage } from "#src/inspect/watch/message.ts";
import { openWatchClient, type WatchClient } from "#src/inspect/watch/watch-client.ts";
import { dataFiles } from "#src/worker-parts.ts";
import { run } from "../calls/process.ts";
import { call, type Caller } from "./caller.ts";
import { openScene, type Scene } from "./scene.ts";
import { until } from "./time.ts";
import { mapleCourt, twoWorkspaces } from "./two-workspaces.ts";

const markers = [
  "5550142",
  "5550143",
  "555-0142",
  "5550111",
  "5550112",
  "kitchen",
  "sink",
  "burst",
  "Sam",
  "Maple",
  "4B",
];
const promptsDir = twoWorkspaces();
let scene: Scene;
let client: WatchClient;
let calls: readonly WatchedCall[] = [];
beforeAll(async () => {
  // `settings` is the last part of the file.
  appendFileSync(join(promptsDir, mapleCourt.id, "workspace.yaml"), "  callLog: redacted\n");
  scene = await openScene({ promptsDir, env: { EMA_IDLE_PROCESSES: "2" } });
  client = openWatchClient(dataFiles(scene.worker).watch);
  client.onCalls((list) => (calls = list));
});
afterAll(() => client.close());

it("two calls at once are watched, each by itself, to their ends", async () => {
  await using first = await callIn("+15555550142");
  await using second = await callIn("+15555550143");
  await until(() => calls.length === 2 || undefined, {
    limitMs: 20_000,
    complaint: () => "No calls are told.",
  });
  const told = new Map(calls.map(({ id }) => [id, [] as WatchMessage[]]));
  for (const [id, messages] of told) client.watch(id, (message) => messages.push(message));
  await first.prepare("A pipe burst under my kitchen sink.");
  for (const caller of [first, second]) await caller.waitForAgentSpeech(300);
  await first.waitForSilence(800);
  await first.say("A pipe burst under my kitchen sink.");
  await scene.hasSaid(first.room, "tenant", 1);
  for (const caller of [first, second]) {
    await caller.hangUp();
    await scene.toldEnd(caller.room);
  }
  const all = [...told.values()];
  await until(() => all.every((messages) => messages.at(-1)?.kind === "ended") || undefined, {
    limitMs: 10_000,
    complaint: () => "The ends are not told.",
  });

  const spoke = all.filter((messages) =>
    messages.some((one) => one.kind === "step" && one.event.type === "stt.final"),
  );
  expect(spoke.length).toBe(1);
  expect(calls.map(({ synthetic }) => synthetic)).not.toContain(true);
  const text = JSON.stringify([calls, all]);
  expect(markers.filter((marker) => text.includes(marker))).toEqual([]);
});

it("their logs have no word of theirs, and go the same way through the chart", async () => {
  const folder = join(dataFiles(scene.worker).callLogs, mapleCourt.id);
  const files = await until(() => (readdirSync(folder).length === 2 ? readdirSync(folder) : undefined), {
    limitMs: 10_000,
    complaint: () => "The logs are not there.",
  });
  const paths = files.map((file) => join(folder, file));
  const text = paths.map((path) => readFileSync(path, "utf8")).join("\n");
  expect(markers.filter((marker) => text.includes(marker))).toEqual([]);

  const replayed = await run("src/replay.ts", paths);
  expect([replayed.code, replayed.stdout.trim().split("\n").at(-1)]).toEqual([0, "2 the same, 0 different"]);
});

function callIn(number: string): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled: mapleCourt.dialled, number });
}
