/** A burst: as many calls at once as the worker takes. */
import { setPriority } from "node:os";
import { beforeAll, expect, it } from "vitest";
import { median } from "#src/simulate/measure.ts";
import { call, type Caller } from "./caller.ts";
import { openScene, type Scene } from "./scene.ts";
import { now, until } from "./time.ts";
import { mapleCourt } from "./two-workspaces.ts";

const many = 10;
const line = "My heating does not work.";
const limitMs = 100_000;
let scene: Scene;
beforeAll(async () => {
  // As an operator who expects a burst would have it: a process in waiting for each call.
  scene = await openScene({ env: { EMA_MAX_CALLS: String(many), EMA_IDLE_PROCESSES: String(many) } });
  await until(() => scene.worker.jobProcesses().length >= many || undefined, {
    limitMs,
    everyMs: 500,
    complaint: () => "The processes did not come.",
  });
  first();
});

it(`${many} callers at once are all greeted and answered, and none is left over`, async () => {
  await using calls = new AsyncDisposableStack();
  const callers = await Promise.all(Array.from({ length: many }, (_, index) => callIn(index)));
  for (const caller of callers) calls.use(caller);
  await Promise.all(callers.map((caller) => caller.prepare(line)));
  await Promise.all(callers.map((caller) => caller.waitForAgentSpeech(500, limitMs)));
  const greetedMs = callers.map(({ joinedAt = 0, firstAudioAt = 0 }) => firstAudioAt - joinedAt);

  const busy = await measured(async () => {
    await Promise.all(
      callers.map(async (caller) => {
        await scene.hasSaid(caller.room, "agent", 1, limitMs);
        await caller.say(line);
        await scene.hasSaid(caller.room, "tenant", 1, limitMs);
        await caller.waitForAgentSpeech(500, limitMs);
      }),
    );
  });
  await Promise.all(callers.map((caller) => caller.hangUp()));
  await Promise.all(callers.map(({ room }) => scene.toldEnd(room, limitMs)));
  await Promise.all(callers.map(({ room }) => scene.nothingLeft(room, limitMs)));

  for (const caller of callers) {
    expect(scene.said(caller.room, "agent")[0]).toMatch(/^Maple Court Residences.*\?$/);
    expect(scene.said(caller.room, "tenant")).toEqual([line]);
    const sequence = scene.told(caller.room).map((event) => event.sequence);
    expect(sequence).toEqual(sequence.map((_, index) => index));
  }
  const sorted = greetedMs.toSorted((a, b) => a - b);
  process.stdout.write(
    `${many} calls at once: first word after ${ms(sorted[0])}, ${ms(median(sorted))}, ${ms(sorted.at(-1))} (least, median, most); ` +
      `a call's process takes ${busy.cpuPercent.toFixed(1)} % of a core and ${busy.megabytes.toFixed(0)} MB (resident)\n`,
  );
});

function callIn(index: number): Promise<Caller> {
  const { livekit, engines } = scene;
  return call({ livekit, engines, dialled: mapleCourt.dialled, number: `+155555501${20 + index}` });
}

/** Callers and the telephone network share this machine with the worker; they are not to be late because of it. */
function first(): void {
  try {
    setPriority(-15);
  } catch {
    // Who is not root is as important as everybody else.
  }
}

/** Of the processes that have a call meanwhile. */
async function measured(work: () => Promise<void>): Promise<{ cpuPercent: number; megabytes: number }> {
  const pids = scene.worker.calls().map(({ pid }) => pid);
  const before = scene.worker.usage();
  const from = now();
  await work();
  const passed = now() - from;
  const after = scene.worker.usage();
  const used = pids.flatMap((pid) => {
    const [then, usage] = [before.get(pid), after.get(pid)];
    return then && usage ? [{ cpuMs: usage.cpuMs - then.cpuMs, memory: usage.memory }] : [];
  });
  return {
    cpuPercent: (100 * (median(used.map(({ cpuMs }) => cpuMs)) ?? 0)) / passed,
    megabytes: (median(used.map(({ memory }) => memory)) ?? 0) / 1e6,
  };
}

const ms = (value = Number.NaN): string => `${value.toFixed(0)} ms`;
