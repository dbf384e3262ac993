/**
 * A burst. Callers, LiveKit and the providers' stand-ins share the machine with the worker: on two cores five calls at once are
 * what it bears.
 */
import { setPriority } from "node:os";
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { median } from "#src/simulate/measure.ts";
import { call, type Caller } from "./caller.ts";
import { openScene, type Scene } from "./scene.ts";
import { now, until } from "./time.ts";
import { mapleCourt } from "./two-workspaces.ts";

const many = 5;
const line = "My heating does not work.";
const limitMs = 140_000;
const measuredMs = 5_000;
let scene: Scene;
beforeAll(async () => {
  // As an operator who expects a burst would have it: a process in waiting for each call.
  scene = await openScene({ env: { EMA_MAX_CALLS: String(many), EMA_IDLE_PROCESSES: String(many + 1) } });
  await allReady();
  first();
});

it("five callers at once are greeted, understood and answered", { timeout: 300_000 }, async () => {
  await using calls = new AsyncDisposableStack();
  const callers = await callAtOnce(many, calls);
  await Promise.all(
    callers.map(async (caller) => {
      await scene.hasSaid(caller.room, "agent", 1, limitMs);
      await caller.say(line);
      await scene.hasSaid(caller.room, "tenant", 1, limitMs);
      await caller.waitForAgentSpeech(500, limitMs);
    }),
  );
  report(callers, await usage());
  await end(callers);

  for (const { room } of callers) expect(scene.said(room, "tenant")).toEqual([line]);
});

/** Resolves when every one of them has been spoken to. */
async function callAtOnce(count: number, calls: AsyncDisposableStack): Promise<Caller[]> {
  const { livekit, engines } = scene;
  const callers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      call({ livekit, engines, dialled: mapleCourt.dialled, number: `+155555501${20 + index}` }),
    ),
  );
  for (const caller of callers) calls.use(caller);
  await Promise.all(callers.map((caller) => caller.prepare(line)));
  await Promise.all(callers.map((caller) => caller.waitForAgentSpeech(500, limitMs)));
  return callers;
}

/** They hang up: each call is told to its end without a gap, and nothing is left of it. */
async function end(callers: readonly Caller[]): Promise<void> {
  await Promise.all(callers.map((caller) => caller.hangUp()));
  await Promise.all(callers.map(({ room }) => scene.toldEnd(room, limitMs)));
  await Promise.all(callers.map(({ room }) => scene.nothingLeft(room, limitMs)));
  for (const { room } of callers) {
    const sequence = scene.told(room).map((event) => event.sequence);
    expect(sequence).toEqual(sequence.map((_, index) => index));
  }
}

/** Processes are made one after the other: when there is one more, the others are ready. */
async function allReady(): Promise<void> {
  await until(() => scene.worker.jobProcesses().length > many || undefined, {
    limitMs,
    everyMs: 500,
    complaint: () => "The processes did not come.",
  });
}

/** Callers and the telephone network are not to be late because of the worker. */
function first(): void {
  try {
    setPriority(-15);
  } catch {
    // Who is not root is as important as everybody else.
  }
}

/** Of a process that has a call: the median over some seconds. */
async function usage(): Promise<{ cpuPercent: number; megabytes: number }> {
  const pids = scene.worker.calls().map(({ pid }) => pid);
  const before = scene.worker.usage();
  const from = now();
  await setTimeout(measuredMs);
  const after = scene.worker.usage();
  const passed = now() - from;
  const used = pids.flatMap((pid) => {
    const [then, usage] = [before.get(pid), after.get(pid)];
    return then && usage ? [{ cpuMs: usage.cpuMs - then.cpuMs, memory: usage.memory }] : [];
  });
  return {
    cpuPercent: (100 * (median(used.map(({ cpuMs }) => cpuMs)) ?? 0)) / passed,
    megabytes: (median(used.map(({ memory }) => memory)) ?? 0) / 1e6,
  };
}

function report(
  callers: readonly Caller[],
  { cpuPercent, megabytes }: Awaited<ReturnType<typeof usage>>,
): void {
  const waited = callers.map(({ joinedAt = 0, firstAudioAt = 0 }) => firstAudioAt - joinedAt);
  const sorted = waited.toSorted((one, other) => one - other);
  const [least, middle, most] = [sorted[0], median(sorted), sorted.at(-1)].map(
    (ms = 0) => `${ms.toFixed(0)} ms`,
  );
  process.stdout.write(
    `${callers.length} calls at once: first word after ${least}, ${middle}, ${most} (least, median, most); ` +
      `a call's process takes ${cpuPercent.toFixed(1)} % of a core and ${megabytes.toFixed(0)} MB (resident)\n`,
  );
}
