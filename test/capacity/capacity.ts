/** `npm run -s capacity`: what one process takes for 1, 5, 10 and 20 calls at once, and when callers begin to wait for it. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import { parseArgs } from "node:util";
import { contenderNames } from "../bench/contender.ts";
import type { Measured, Order } from "./calls-process.ts";
import { type Level, levelTable, percentile, slope } from "./figures.ts";
import { profileTable, readProfile } from "./profile.ts";

const mebibyte = 2 ** 20;
first();

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "1,5,10,20" },
    seconds: { type: "string", default: "45" },
    answerer: { type: "string", default: "ema" },
    profile: { type: "string" },
    heap: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const answerer = contenderNames.find((name) => name === values.answerer);
if (answerer === undefined)
  throw new Error(`Nobody is called '${values.answerer}'; write one of ${contenderNames.join(", ")}.`);
const counts = values.calls.split(",").map(Number);
const seconds = Number(values.seconds);

const callers = await run({ answerer: "nobody", calls: Math.max(...counts), seconds: Math.min(20, seconds) });
const callerCpu = callers.cpuMicros / 1e6 / callers.seconds / Math.max(...counts);
const levels: Level[] = [];
for (const calls of counts) {
  const profile = values.profile === undefined ? undefined : `${values.profile}-${calls}.cpuprofile`;
  const heap = values.heap === undefined ? undefined : `${values.heap}-${calls}`;
  const order: Order = {
    answerer,
    calls,
    seconds,
    ...(profile === undefined ? {} : { profile }),
    ...(heap === undefined ? {} : { heap }),
  };
  levels.push(levelOf(calls, await run(order), callerCpu));
  if (profile !== undefined && !values.json)
    print([`Where ${calls} calls' time goes:`, ...profileTable(readProfile(profile), calls), ""]);
}
const eachFurtherMiB = slope(levels, (index) => levels[index]?.rss ?? 0);
if (values.json) print([JSON.stringify({ answerer, callerCpu, eachFurtherMiB, levels }, undefined, 2)]);
else
  print([
    `${answerer}; a caller and the line, taken off: ${callerCpu.toFixed(4)} CPU s a call-second`,
    ...levelTable(levels),
    `the process without a call: ${levels[0]?.rssIdle.toFixed(0)} MiB resident; ` +
      `each further call: ${eachFurtherMiB.toFixed(1)} MiB`,
  ]);

async function run(order: Order): Promise<Measured> {
  const child = fork(new URL("calls-process.ts", import.meta.url), { execArgv: ["--expose-gc"] });
  const ended = once(child, "exit");
  child.send(order);
  const [measured] = (await Promise.race([
    once(child, "message"),
    ended.then(() => Promise.reject(new Error("The process with the calls failed."))),
  ])) as [Measured];
  await ended;
  return measured;
}

function levelOf(calls: number, measured: Measured, callerCpu: number): Level {
  const { seconds, cpuMicros, idle, held, heard, delay } = measured;
  const cores = cpuMicros / 1e6 / seconds;
  const perCall = (bytes: number) => bytes / mebibyte / calls;
  return {
    calls,
    seconds,
    cpuPerCall: cores / calls - callerCpu,
    cores,
    rssIdle: idle.rss / mebibyte,
    rss: measured.rss / mebibyte,
    rssPerCall: perCall(measured.rss - idle.rss),
    heapPerCall: perCall(held.heapUsed - idle.heapUsed),
    buffersPerCall: perCall(held.external - idle.external),
    turns: heard.waits.length,
    unanswered: heard.unanswered,
    overlaps: heard.overlaps,
    waitP50: percentile(heard.waits, 0.5),
    waitP95: percentile(heard.waits, 0.95),
    delayP50: delay.p50,
    delayP99: delay.p99,
    delayMax: delay.max,
  };
}

/** Other work of the machine is not to be measured: what is started from here comes before it. */
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
