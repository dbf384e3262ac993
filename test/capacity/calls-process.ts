/** One process with so many calls at once, measured over a window: asked by one message, answers with one. */
import { PerformanceObserver, monitorEventLoopDelay } from "node:perf_hooks";
import { Session } from "node:inspector/promises";
import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { writeHeapSnapshot } from "node:v8";
import type { Contender, ContenderName, OpenContender } from "../bench/contender.ts";
import { Caller, type Heard } from "./caller.ts";
import { open as openNobody } from "./nobody.ts";
import { beforeCalls, type StandIns, startStandIns } from "./stand-ins.ts";

export interface Order {
  answerer: ContenderName | "nobody";
  calls: number;
  /** Of the window that is measured. */
  seconds: number;
  /** Where the window's CPU profile is written to, if anywhere. */
  profile?: string;
  /** Where heap snapshots of the idle process and of one with its calls are written to: `-idle`, `-calls` and the ending are added. */
  heap?: string;
}

/** Bytes, microseconds for processor time, milliseconds for other times. */
export interface Measured {
  seconds: number;
  cpuMicros: number;
  idle: NodeJS.MemoryUsage;
  /** On average over the window. */
  rss: number;
  /** At the window's end, what is no longer used left out. */
  held: NodeJS.MemoryUsage;
  heard: Heard;
  /** Of the event loop's timers: how late they were. */
  delay: { p50: number; p99: number; max: number };
  gcMs: number;
}

const warmingMs = 15_000;
/** Calls begin one after the other, and have got into their stride when the window begins. */
const apartMs = 400;
const settleMs = 6_000;

process.once("message", (order: Order) => {
  measure(order).then(
    (measured) => process.send?.(measured, () => process.exit()),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});

async function measure(order: Order): Promise<Measured> {
  const standIns = await startStandIns();
  const contender = await openAnswerer(order.answerer, standIns);
  const warming = startSlot("warming", contender, standIns, silent());
  await delay(warmingMs);
  await warming.stop();
  await delay(1_000);
  collect();
  const idle = process.memoryUsage();
  if (order.heap !== undefined) writeHeapSnapshot(`${order.heap}-idle.heapsnapshot`);

  const heard = silent();
  const slots: { stop(): Promise<void> }[] = [];
  for (let index = 0; index < order.calls; index++) {
    slots.push(startSlot(`call-${index}`, contender, standIns, heard));
    await delay(apartMs);
  }
  await delay(settleMs);
  Object.assign(heard, silent());
  const measured = await measureWindow(order, heard);
  if (order.heap !== undefined) writeHeapSnapshot(`${order.heap}-calls.heapsnapshot`);
  await Promise.all(slots.map((slot) => slot.stop()));
  await contender.close();
  await standIns.stop();
  return { ...measured, idle };
}

async function measureWindow({ seconds, profile }: Order, heard: Heard): Promise<Omit<Measured, "idle">> {
  const profiler = profile === undefined ? undefined : await startProfiler(profile);
  let gcMs = 0;
  const collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) gcMs += duration;
  });
  collections.observe({ entryTypes: ["gc"] });
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const from = performance.now();
  const before = process.cpuUsage();
  const resident: number[] = [];
  while (performance.now() - from < seconds * 1_000) {
    await delay(500);
    resident.push(process.memoryUsage.rss());
  }
  const { user, system } = process.cpuUsage(before);
  const passed = (performance.now() - from) / 1_000;
  loop.disable();
  const kept = structuredClone(heard);
  await profiler?.();
  collections.disconnect();
  collect();
  // The histogram counts the timer's own 10 ms.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 10);
  return {
    seconds: passed,
    cpuMicros: user + system,
    rss: resident.reduce((sum, bytes) => sum + bytes, 0) / resident.length,
    held: process.memoryUsage(),
    heard: kept,
    delay: { p50: late(loop.percentile(50)), p99: late(loop.percentile(99)), max: late(loop.max) },
    gcMs,
  };
}

/** One call after the other, until it is stopped. */
function startSlot(
  name: string,
  contender: Contender,
  standIns: StandIns,
  heard: Heard,
): { stop(): Promise<void> } {
  let caller: Caller | undefined;
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    for (let count = 0; !stopped.signal.aborted; count++) {
      const key = `${name}-${count}`;
      standIns.tell({ open: key });
      caller = new Caller({
        lines: standIns.lines,
        noise: standIns.noise,
        tell: (say) => standIns.tell({ say, key }),
        heard,
      });
      const call = await contender.answer({
        callId: key,
        audioIn: caller.line,
        audioOut: caller.line,
        deepgramUrl: `ws://127.0.0.1:${standIns.enginesPort}/calls/${key}`,
        openaiUrl: `http://127.0.0.1:${standIns.enginesPort}/calls/${key}/v1`,
        apiUrl: standIns.receiverUrl,
      });
      await caller.finished;
      await call.close();
      standIns.tell({ close: key });
    }
  };
  const running = run();
  return {
    async stop() {
      stopped.abort();
      caller?.hangUp();
      await running;
    },
  };
}

async function openAnswerer(name: Order["answerer"], { enginesPort }: StandIns): Promise<Contender> {
  const before = { openaiUrl: `http://127.0.0.1:${enginesPort}/calls/${beforeCalls}/v1` };
  if (name === "nobody") return openNobody(before);
  const answerer: { open: OpenContender } = await import(`../bench/contenders/${name}.ts`);
  return answerer.open(before);
}

/** The file is written when the function that is returned was called. */
async function startProfiler(file: string): Promise<() => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 500 });
  await session.post("Profiler.start");
  return async () => {
    const { profile } = await session.post("Profiler.stop");
    session.disconnect();
    writeFileSync(file, JSON.stringify(profile));
  };
}

const silent = (): Heard => ({ waits: [], unanswered: 0, overlaps: 0 });

/** The process runs with `--expose-gc`. */
function collect(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}
