/** The worker as it runs in production: `node src/worker.ts` with an environment, and job processes of its own. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataFiles } from "#src/worker-parts.ts";
import type { Receiver } from "#src/simulate/receiver.ts";
import { keepPhrases, layPhrases } from "./cache.ts";
import type { Engines } from "./engines.ts";
import type { LiveKitAddress } from "./livekit.ts";
import { freePort } from "./ports.ts";
import { childrenOf, commandOf, type Usage, usageOf } from "./proc.ts";
import { endOf, type Exit, type Running, start } from "./processes.ts";
import { until } from "./time.ts";

export interface Worker {
  readonly pid: number;
  readonly healthPort: number;
  /** `EMA_DATA_DIR`. */
  readonly dataDir: string;
  /** Everything printed so far. */
  log(): string;
  /** What was logged as JSON, in order. */
  entries(): Record<string, unknown>[];
  /** HTTP status of `/readyz`; undefined when nothing answers. */
  readyz(): Promise<number | undefined>;
  /** Processes that wait for a call or have one. */
  jobProcesses(): number[];
  /** Calls that are on its record: each is closed by another process if its own one dies. */
  calls(): { room: string; pid: number }[];
  /** Of the worker itself and of each job process, by process id. */
  usage(): ReadonlyMap<number, Usage>;
  /** SIGTERM: calls that are going on are brought to an end. */
  terminate(): void;
  /** SIGKILL, of the worker alone. */
  kill(): void;
  readonly exited: Promise<Exit>;
}

export interface WorkerOptions {
  livekit: LiveKitAddress;
  engines: Pick<Engines, "env">;
  receiver: Pick<Receiver, "url" | "secret">;
  /** Added to the environment, or put in place of what is there. */
  env?: Readonly<Record<string, string>>;
  /** Of an earlier worker, whose work is to be gone on with. */
  dataDir?: string;
  /** `new`: it has to synthesize its fixed phrases, as on a machine that it has never run on. */
  phrases?: "kept" | "new";
}

const readyLimitMs = 90_000;

/** Resolves when it is ready to take a call. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const worker = await spawnWorker(options);
  await until(
    async () => {
      const status = await worker.readyz();
      if (worker.running.hasExited()) throw new Error(notReady("ended", worker));
      return status === 200 || undefined;
    },
    { limitMs: readyLimitMs, everyMs: 100, complaint: () => notReady("was not ready in time", worker) },
  );
  keepPhrases(worker.dataDir);
  return worker;
}

/** Resolves at once, for a worker that is not expected to become ready. */
async function spawnWorker(options: WorkerOptions): Promise<Worker & { running: Running }> {
  const { livekit, engines, receiver, env = {} } = options;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "ema-worker-"));
  const healthPort = await freePort();
  if (options.phrases !== "new") layPhrases(dataDir);
  const running = await start("worker", process.execPath, ["src/worker.ts"], {
    env: {
      ...notOurs,
      ...engines.env,
      LIVEKIT_URL: livekit.url,
      LIVEKIT_API_KEY: livekit.apiKey,
      LIVEKIT_API_SECRET: livekit.apiSecret,
      EMA_API_URL: receiver.url,
      EMA_WEBHOOK_SECRET: receiver.secret,
      EMA_DATA_DIR: dataDir,
      EMA_PROMPTS_DIR: "prompts",
      EMA_HEALTH_PORT: String(healthPort),
      // Each takes three seconds of a core to start, beside other tests' calls: where calls come at once, it says more.
      EMA_IDLE_PROCESSES: "1",
      LOG_LEVEL: "info",
      ...env,
    },
  });
  const { pid } = running;
  const jobProcesses = (): number[] =>
    childrenOf(pid).filter((child) => commandOf(child).some((argument) => argument.includes("job_proc")));
  return {
    running,
    pid,
    healthPort,
    dataDir,
    log: () => running.output(),
    entries: () => running.output().split("\n").flatMap(parsed),
    readyz: async () => {
      try {
        return (await fetch(`http://127.0.0.1:${healthPort}/readyz`)).status;
      } catch {
        return undefined;
      }
    },
    jobProcesses,
    calls: () => callsIn(dataFiles({ dataDir }).running),
    usage: () =>
      new Map(
        [pid, ...jobProcesses()].flatMap((each) => {
          const usage = usageOf(each);
          return usage === undefined ? [] : [[each, usage] as const];
        }),
      ),
    terminate: () => running.send("SIGTERM"),
    kill: () => running.send("SIGKILL"),
    exited: running.exited,
  };
}

function callsIn(folder: string): { room: string; pid: number }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    try {
      const { room, pid }: { room: string; pid: number } = JSON.parse(
        readFileSync(join(folder, name), "utf8"),
      );
      return [{ room, pid }];
    } catch {
      // It was closed, or is being written.
      return [];
    }
  });
}

/** What the test runner says of itself, or whoever runs it has set, is not the worker's. */
const notOurs = {
  NODE_ENV: undefined,
  NODE_OPTIONS: undefined,
  VITEST: undefined,
  EMA_AGENT_NAME: undefined,
  EMA_WEBHOOK_SIGNING_KEY: undefined,
  EMA_FALLBACK_NUMBER: undefined,
  EMA_WORKSPACES: undefined,
};

const notReady = (problem: string, { log }: Pick<Worker, "log">): string =>
  `The worker ${problem}. The end of its log:\n${endOf(log())}`;

function parsed(line: string): Record<string, unknown>[] {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" && entry !== null ? [entry as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}
