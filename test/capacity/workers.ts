/**
 * `npm run -s capacity:workers`: calls over several workers behind a real livekit-server. Each worker takes two; one call more
 * than they can take waits until another worker comes.
 */
import { setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { median } from "#src/simulate/measure.ts";
import { realTimers } from "#src/simulate/timers.ts";
import { startReceiver } from "#src/simulate/receiver.ts";
import { openDoor } from "../e2e/door.ts";
import { call, type Caller } from "../e2e/caller.ts";
import { startEngines } from "../e2e/engines.ts";
import { startLiveKit } from "../e2e/livekit.ts";
import { now } from "../e2e/time.ts";
import { mapleCourt } from "../e2e/two-workspaces.ts";
import { startWorker, type Worker } from "../e2e/worker.ts";
import { table } from "./figures.ts";
import { memoryOf } from "./memory-of.ts";

const callsEach = 2;
const workersAtMost = 3;
const firstWordLimitMs = 120_000;
/** A call that no worker can take is looked at for so long before the next worker is started. */
const fullMs = 10_000;
const usageMs = 10_000;
const secret = "a-secret-of-the-receiver";
/** Who says nothing is given up after a while: callers keep their calls going. */
const said = "Please wait, I am looking for it.";
const sayEveryMs = 12_000;
const mebibyte = 2 ** 20;

const rows: string[][] = [];
const workers: Worker[] = [];
const callers: Caller[] = [];

first();
const server = await startLiveKit();
const livekit = await openDoor(server);
const engines = await startEngines({ recognizer: "scripted", door: livekit });
const receiver = await startReceiver({ behaviour: "ok", secret, timers: realTimers });
/** The last call that came when all workers were full. */
let waiting: Caller | undefined;
for (let count = 1; count <= workersAtMost; count++) {
  const readyAt = await addWorker();
  const idle = count === 1 ? await idleMemory() : undefined;
  if (idle !== undefined) print([idle]);
  if (waiting !== undefined) {
    await waiting.waitForAgentSpeech(0, firstWordLimitMs);
    note(`the one that waited, once worker ${count} was ready`, [(waiting.firstAudioAt ?? 0) - readyAt]);
  }
  const places = count * callsEach - callers.length;
  const came = await Promise.all(Array.from({ length: places }, place));
  await Promise.all(came.map((caller) => caller.waitForAgentSpeech(0, firstWordLimitMs)));
  note(
    `${places} more calls`,
    came.map(({ joinedAt = 0, firstAudioAt = 0 }) => firstAudioAt - joinedAt),
  );
  if (count === workersAtMost) break;
  waiting = await place();
  await delay(fullMs);
  note(
    "one more than there are places",
    waiting.firstAudioAt === undefined ? [] : [waiting.firstAudioAt - (waiting.joinedAt ?? 0)],
  );
}
print(["", ...table(["workers", "what came", "calls of each worker", "first word after"], rows), ""]);
print(await usage());
await Promise.all(callers.map((caller) => caller.hangUp()));
await delay(2_000);
for (const worker of workers) worker.terminate();
await Promise.all(workers.map(({ exited }) => exited));
await receiver.close();
await engines.close();
await livekit.close();
await server.stop();
process.exit();

/** Resolves to when it was ready. */
async function addWorker(): Promise<number> {
  const env = {
    EMA_MAX_CALLS: String(callsEach),
    EMA_IDLE_PROCESSES: String(callsEach),
  };
  workers.push(await startWorker({ livekit, engines, receiver, env }));
  return now();
}

async function place(): Promise<Caller> {
  const number = `+1555555012${callers.length}`;
  const caller = await call({ livekit, engines, dialled: mapleCourt.dialled, number });
  callers.push(caller);
  await caller.prepare(said);
  setInterval(() => void caller.say(said), sayEveryMs).unref();
  return caller;
}

function note(what: string, waited: readonly number[]): void {
  rows.push([
    String(workers.length),
    what,
    workers.map((worker) => worker.calls().length).join(", "),
    waited.length === 0 ? "not taken" : waited.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(", "),
  ]);
}

/** Of processes that wait for a call. */
async function idleMemory(): Promise<string> {
  await delay(5_000);
  const pids = workers.flatMap((worker) => worker.jobProcesses());
  return `a warm process without a call: ${memory(pids)} (${pids.length} of them)`;
}

/** Of processes that have a call. */
async function usage(): Promise<string[]> {
  const pids = workers.flatMap((worker) => worker.calls().map(({ pid }) => pid));
  const cpu = () => new Map(workers.flatMap((worker) => [...worker.usage()]));
  const before = cpu();
  const from = now();
  await delay(usageMs);
  const after = cpu();
  const passed = now() - from;
  const shares = pids.flatMap((pid) => {
    const [then, later] = [before.get(pid), after.get(pid)];
    return then && later ? [(later.cpuMs - then.cpuMs) / passed] : [];
  });
  const others = workers.map(({ pid }) => memoryOf(pid)?.pss ?? 0);
  return [
    `a process with a call: ${memory(pids)}, ${(100 * (median(shares) ?? 0)).toFixed(1)} % of a core (${pids.length} of them)`,
    `a worker's own process: ${((median(others) ?? 0) / mebibyte).toFixed(0)} MiB PSS`,
  ];
}

function memory(pids: readonly number[]): string {
  const found = pids.flatMap((pid) => memoryOf(pid) ?? []);
  const middle = (of: "rss" | "pss") => ((median(found.map((each) => each[of])) ?? 0) / mebibyte).toFixed(0);
  return `${middle("rss")} MiB RSS, ${middle("pss")} MiB PSS`;
}

/** Callers and the telephone network are not to be late because of the workers. */
function first(): void {
  try {
    setPriority(-15);
  } catch {
    // Who is not root is as important as everybody else.
  }
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
