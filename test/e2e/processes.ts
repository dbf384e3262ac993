/** Child processes of the tests: what they print is kept, and none outlives the test that started it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { answers } from "./ports.ts";
import { inTime, until } from "./time.ts";

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Running {
  readonly name: string;
  readonly pid: number;
  /** Everything printed so far, stdout and stderr as they came. */
  output(): string;
  /** Resolves when something printed matches; rejects, with the end of the output, when it ends or time is up. */
  printed(pattern: RegExp, limitMs?: number): Promise<RegExpExecArray>;
  /** Resolves when it takes TCP connections on that port of 127.0.0.1; rejects as `printed` does. */
  listening(port: number, limitMs?: number): Promise<void>;
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  send(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when that is not enough. */
  stop(graceMs?: number): Promise<Exit>;
}

export interface StartOptions {
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** For a program that takes a second SIGTERM as an order to hurry: it follows the first so much later. */
  hurryMs?: number;
}

const shownLines = 40;
const shownWidth = 400;
const startLimitMs = 30_000;
const running = new Set<Running>();

/** The child dies with this process, however that ends. */
export async function start(
  name: string,
  command: string,
  args: readonly string[],
  { env = {}, cwd, hurryMs }: StartOptions = {},
): Promise<Running> {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", command, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  await once(child, "spawn");
  return watch(name, child, hurryMs);
}

/** Stops everything that is still running, the newest first. */
async function stopAll(): Promise<void> {
  for (const each of [...running].toReversed()) await each.stop();
}

/** The last lines of a text, each cut off where it goes on and on. */
export function endOf(text: string, lines = shownLines): string {
  return text
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => line.slice(0, shownWidth))
    .join("\n");
}

function watch(name: string, child: ChildProcess, hurryMs: number | undefined): Running {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} did not start.`);
  let output = "";
  const listeners = new Set<() => void>();
  const gather = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on("data", gather);
  child.stderr?.on("data", gather);
  let over = false;
  const exited = new Promise<Exit>((resolve) => {
    child.once("close", (code, signal) => {
      over = true;
      running.delete(self);
      resolve({ code, signal });
      for (const listener of listeners) listener();
    });
  });
  const failure = (problem: string) => `${name} ${problem}. The end of what it printed:\n${endOf(output)}`;

  const self: Running = {
    name,
    pid,
    exited,
    output: () => output,
    hasExited: () => over,
    send: (signal) => {
      child.kill(signal);
    },
    printed: async (pattern, limitMs = startLimitMs) => {
      const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
      const look = (): void => {
        const found = pattern.exec(output);
        if (found !== null) resolve(found);
        else if (over) reject(new Error(failure(`ended before it printed ${pattern}`)));
      };
      listeners.add(look);
      look();
      try {
        return await inTime(promise, limitMs, () => failure(`did not print ${pattern} within ${limitMs} ms`));
      } finally {
        listeners.delete(look);
      }
    },
    listening: async (port, limitMs = startLimitMs) => {
      await until(
        async () => {
          if (over) throw new Error(failure(`ended before it listened on port ${port}`));
          return (await answers(port)) || undefined;
        },
        { limitMs, complaint: () => failure(`did not listen on port ${port} within ${limitMs} ms`) },
      );
    },
    stop: async (graceMs = 5_000) => {
      const later = (ms: number, signal: NodeJS.Signals) => setTimeout(() => child.kill(signal), ms);
      if (!over) child.kill("SIGTERM");
      const timers = [later(graceMs, "SIGKILL")];
      if (hurryMs !== undefined) timers.push(later(hurryMs, "SIGTERM"));
      const exit = await exited;
      for (const timer of timers) clearTimeout(timer);
      return exit;
    },
  };
  running.add(self);
  return self;
}

// In a test file, its end stops what is left, and a test that failed shows what they said.
if (process.env["VITEST"] !== undefined) {
  const { afterAll, afterEach } = await import("vitest");
  afterAll(stopAll, 60_000);
  afterEach(({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const each of running)
      process.stdout.write(
        `The end of what ${each.name} (${each.pid}) printed before the test failed:\n${endOf(each.output())}\n`,
      );
  });
}
