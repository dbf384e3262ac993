/** `npm run -s inspect:cost`: what watching costs a call, in chart events a second. Rounds are interleaved in one run. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { startCall } from "#src/call/start-call.ts";
import { openWatchDoor } from "#src/inspect/watch/door.ts";
import { openWatchClient } from "#src/inspect/watch/watch-client.ts";
import { fakePorts } from "../call/fake-ports.ts";

const ways = ["no door", "door, nobody watches", "one watcher", "ten watchers"] as const;
const watchers: Record<(typeof ways)[number], number> = {
  "no door": 0,
  "door, nobody watches": 0,
  "one watcher": 1,
  "ten watchers": 10,
};
const rounds = 5;
const eventsInARound = 2000;
/** After so many, the watchers are waited for. */
const pause = 100;
/** As many as may come at once before the call's process turns to anything else. */
const burst = 5;

const [folder, callId, count] = process.argv.slice(2);
if (folder !== undefined && callId !== undefined) watch(folder, callId, Number(count));
else await measure();

/** In a process of its own: what watchers cost is not the call's. A line for every hundred steps that one of them was told. */
function watch(folder: string, callId: string, count: number): void {
  let begun = 0;
  for (let one = 0; one < count; one += 1) {
    let steps = 0;
    openWatchClient(folder).watch(callId, (message) => {
      if (message.kind !== "step") return;
      const { type } = message.event;
      if (type === "watch.began" && ++begun === count) process.stdout.write("watching\n");
      if (type === "stt.interim" && ++steps % pause === 0) process.stdout.write("told\n");
    });
  }
}

async function measure(): Promise<void> {
  const rates = new Map(ways.map((way) => [way, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1)
    for (const way of ways) {
      const rate = await eventsASecond(way, round);
      // The first round warms the code.
      if (round > 0) rates.get(way)?.push(rate);
    }
  const median = (all: number[] = []): number =>
    all.toSorted((one, other) => one - other)[all.length >> 1] ?? 0;
  const base = median(rates.get("no door"));
  for (const way of ways) {
    const rate = median(rates.get(way));
    process.stdout.write(
      `${way.padEnd(22)} ${rate.toFixed(0).padStart(7)} events/s  ${(rate / base).toFixed(2)}\n`,
    );
  }
}

async function eventsASecond(way: (typeof ways)[number], round: number): Promise<number> {
  const fake = fakePorts();
  const handle = startCall({
    input: {
      callId: `${way} ${round}`,
      ladder: [],
      asksForRecording: false,
      endpointing: { minMs: 300, maxMs: 1800 },
      repromptMs: 60_000,
      limitMs: 1_800_000,
    },
    ports: fake.ports,
    metadata: {},
  });
  const folder = mkdtempSync(join(tmpdir(), "ema-cost-"));
  const onProblem = (reason: string) => process.stderr.write(`${reason}\n`);
  const door = way === "no door" ? undefined : openWatchDoor({ folder, synthetic: true, onProblem });
  door?.add(handle);
  let child: ChildProcess | undefined;
  let lines = (_count: number): Promise<void> => Promise.resolve();
  if (watchers[way] > 0) {
    const script = [import.meta.filename, folder, handle.id, String(watchers[way])];
    child = spawn(process.execPath, script, { stdio: ["ignore", "pipe", "inherit"] });
    if (child.stdout) lines = linesOf(child.stdout);
    await lines(1);
  }
  handle.send({ type: "call.answered", at: performance.now() });
  fake.last().events.finished(performance.now(), true);
  let spent = 0;
  for (let sent = 0; sent < eventsInARound; sent += pause) {
    const begun = performance.now();
    for (let one = 0; one < pause; one += 1) {
      handle.send({ type: "stt.interim", at: performance.now(), text: "The water is" });
      if (one % burst === 0) await nextTurn();
    }
    await nextTurn();
    spent += performance.now() - begun;
    // Outside of what is measured: nobody is to be dropped for being slow, or watching would look cheaper than it is.
    await lines(1 + (watchers[way] * (sent + pause)) / pause);
  }
  handle.send({ type: "call.hungUp", by: "caller" });
  await handle.ended;
  child?.kill();
  door?.close();
  rmSync(folder, { recursive: true, force: true });
  return (1000 * eventsInARound) / spent;
}

/** Resolves when so many lines have come in all. */
function linesOf(output: Readable): (count: number) => Promise<void> {
  let came = 0;
  let check = (): void => {};
  createInterface({ input: output }).on("line", () => {
    came += 1;
    check();
  });
  return (count) =>
    new Promise((resolve) => {
      check = () => void (came >= count && resolve());
      check();
    });
}
