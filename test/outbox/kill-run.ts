/** Kills processes in the middle of calls, lets one later process clear up, and compares what was told with what arrived. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startRescue } from "#src/livekit/rescue.ts";
import { runningCalls } from "#src/livekit/running-calls.ts";
import { openOutbox } from "#src/outbox/outbox.ts";
import { createFakeLiveKit } from "../livekit/rescue-fake-livekit.ts";
import { deaths, doneLine, type KillPlan, planOf } from "./kill-plan.ts";
import { type KillReceiver, startKillReceiver } from "./kill-receiver.ts";
import { type KillReport, report } from "./kill-report.ts";
import { seeded } from "./seeded.ts";

const program = fileURLToPath(new URL("kill-process.ts", import.meta.url));
const callsPerProcess = 10;
const atOnce = 4;

export async function runKillTest({ calls, seed }: { calls: number; seed: number }): Promise<KillReport> {
  const begun = performance.now();
  const chance = seeded(seed);
  const place = mkdtempSync(join(tmpdir(), "kill-test-"));
  const file = join(place, "outbox.db");
  const folder = join(place, "running");
  const children = new Map<string, { child: ChildProcess; plan: KillPlan; requests: number }>();
  const receiver = await startKillReceiver(chance, (sender) => {
    const found = children.get(sender);
    if (found === undefined || found.plan.death !== "inRequest") return false;
    found.requests += 1;
    if (found.requests < found.plan.after) return false;
    return found.child.kill("SIGKILL");
  });
  const plans = Array.from({ length: Math.ceil(calls / callsPerProcess) }, (_, index) =>
    planOf(index, Math.min(callsPerProcess, calls - index * callsPerProcess), chance),
  );
  const acknowledged: string[] = [];

  async function runOne(plan: KillPlan): Promise<void> {
    const child = spawn(process.execPath, [program, file, folder, receiver.url, JSON.stringify(plan)], {
      stdio: ["ignore", "pipe", "inherit"],
      // Half of what a process costs here is the time to start it.
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "kill-test-compiled") },
    });
    children.set(plan.name, { child, plan, requests: 0 });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      output += text;
      const lines = output.split("\n");
      if (lines.includes(doneLine) || (plan.death === "atSomeTime" && lines.length > plan.after))
        setTimeout(() => child.kill("SIGKILL"), plan.delayMs);
    });
    const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    if (signal !== "SIGKILL") fail(`A process was not killed, but ended by itself (${String(signal)}).`);
    acknowledged.push(
      ...output
        .split("\n")
        .slice(0, -1)
        .filter((line) => line !== doneLine),
    );
  }

  async function runSome(): Promise<void> {
    for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) await runOne(plan);
  }
  const queue = [...plans];
  await Promise.all(Array.from({ length: atOnce }, runSome));
  const left = runningCalls(folder, fail);
  await clearUp(file, folder, receiver);
  receiver.close();
  rmSync(place, { recursive: true });
  return report({
    seed,
    calls,
    deaths: Object.fromEntries(
      deaths.map((death) => [death, plans.filter((one) => one.death === death).length]),
    ),
    acknowledged,
    left,
    receiver,
    seconds: (performance.now() - begun) / 1_000,
  });
}

/** The rooms of the dead are gone. Looks twice: what is closed is not closed again. */
async function clearUp(file: string, folder: string, { url }: KillReceiver): Promise<void> {
  const outbox = openOutbox({
    file,
    destination: () => ({ url: `${url}/later`, secret: "correct horse battery staple", optInEvents: false }),
    onProblem: () => {},
    timing: { timeoutMs: 1_000, backoffBaseMs: 20, backoffCapMs: 100, pollMs: 100 },
  });
  for (let time = 0; time < 2; time += 1) {
    const { rooms, dispatch, sip } = createFakeLiveKit();
    const options = { folder, rooms, dispatch, sip, outbox, agentName: "ema", onProblem: fail };
    const rescue = startRescue({ ...options, onRescued: () => {} });
    while (runningCalls(folder, fail).length > 0) await rescue.check();
    rescue.close();
    const left = await outbox.flush(60_000);
    if (left > 0) throw new Error(`${left} events are left after a minute.`);
  }
  await outbox.close();
}

function fail(reason: string): never {
  throw new Error(reason);
}
