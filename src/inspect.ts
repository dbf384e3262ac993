/** `npm run inspect`: plays calls and shows them on a page while they run, or shows those of other processes. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { startInspectServer } from "#src/inspect/server/server.ts";
import { openWatchClient, type WatchClient } from "#src/inspect/watch/watch-client.ts";
import { reportLines } from "#src/simulate/report-lines.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { loadScenario, type Scenario, ScenarioError } from "#src/simulate/scenario.ts";
import type { PlaceCall } from "#src/simulate/stage-call.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { watchable } from "./watch-door.ts";
import { dataFiles } from "./worker-parts.ts";

const usage = `Usage: npm run -s inspect [-- FILE.yaml …] [--watch] [--stately] [--port N]

  FILE.yaml   scenarios to play, side by side (default: test/calls/burst-pipe.yaml)
  --watch     play none: show the calls of other processes with the same EMA_DATA_DIR
  --stately   offer simulated calls to the Stately inspector, a page of stately.ai
  --port N    port of the page on 127.0.0.1 (default: any that is free)
`;

const unusable = 2;
const failed = 1;
const settlingMs = 50;
const sample = "test/calls/burst-pipe.yaml";
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const complain = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

interface Options {
  files: string[];
  watch: boolean;
  stately: boolean;
  port: number;
}

try {
  const code = await main();
  process.exitCode ??= code;
} catch (error) {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  const known =
    error instanceof ScenarioError || error instanceof SettingsError || error instanceof PackError;
  if (!known && !taken) throw error;
  complain(taken ? "Something else listens on this port; name another one with --port." : error.message);
  process.exitCode = unusable;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return unusable;
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopping.abort());
  const scenarios = options.files.map(loadScenario);
  const settings = readSettings(undefined, { mode: "keyless" });
  const folder = dataFiles(settings).watch;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const client = openWatchClient(folder);
  try {
    const server = await startInspectServer({
      client,
      port: options.port,
      host: "127.0.0.1",
      token: randomBytes(24).toString("base64url"),
      chartSvg: readFileSync(new URL("../machines/call/chart.svg", import.meta.url), "utf8"),
      recordAll: !options.watch,
      stately: options.stately,
    });
    if (options.stately)
      say(
        "Only when you press the button at /stately, your browser opens https://stately.ai/inspect, a website of Stately's, and hands it the chart and the events, states and redacted context of the simulated call that you chose. Until then nothing leaves this machine.",
      );
    say(`Open ${server.url}`);
    if (options.watch)
      say(`Showing calls of every process that keeps its data in ${resolve(settings.dataDir)}.`);
    else
      await play(scenarios, options.files, {
        client,
        dataDir: settings.dataDir,
        promptsDir: settings.promptsDir,
        stopping,
      });
    if (!stopping.signal.aborted) {
      say("Ctrl+C ends this.");
      await once(stopping.signal, "abort");
    }
    await server.close();
  } finally {
    client.close();
  }
  return 0;
}

interface Playing {
  client: WatchClient;
  dataDir: string;
  promptsDir: string;
  stopping: AbortController;
}

/** Resolves when all have been played, or when this is to stop. */
async function play(
  scenarios: readonly Scenario[],
  files: readonly string[],
  { client, dataDir, promptsDir, stopping }: Playing,
): Promise<void> {
  // The engines take a second to load: a page that is open already shows at least that it is there.
  const { openKeyless } = await import("./keyless.ts");
  const keyless = await openKeyless({
    promptsDir,
    dataDir: mkdtempSync(join(tmpdir(), "ema-inspect-")),
    phrases: dataFiles({ dataDir }).keylessPhrases,
    logLevel: "fatal",
  });
  const open = watchable(keyless.place, { dataDir, onProblem: complain });
  const place: PlaceCall = async (setup) => {
    const placed = await open.place(setup);
    await watched(client, placed.handle.id);
    return placed;
  };
  try {
    for (const [index, { workspace }] of scenarios.entries())
      if (!keyless.workspaces.includes(workspace))
        throw new ScenarioError(
          `${files[index]}: workspace: there is no '${workspace}'; write one of ${keyless.workspaces.join(", ")}.`,
        );
    const played = scenarios.map(async (scenario, index) => {
      const name = basename(files[index] ?? "", ".yaml");
      try {
        const report = await runScenario(scenario, { place, synthesize: keyless.synthesize });
        say(`${name}: ${reportLines(report).join("\n  ")}`);
      } catch (error) {
        // Whoever looks at the page goes on seeing what there is, and the other calls go on.
        complain(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        process.exitCode = failed;
      }
    });
    await Promise.race([Promise.all(played), once(stopping.signal, "abort")]);
  } finally {
    open.door.close();
    // A call that is cut off in the middle would keep the process until its own end.
    if (stopping.signal.aborted) process.exit(0);
    await keyless.close();
  }
}

/** Resolves when a call is being watched, so that nothing of its beginning is missing from what is kept. */
async function watched(client: WatchClient, callId: string): Promise<void> {
  const began = Promise.withResolvers<void>();
  const stop = client.watch(callId, () => began.resolve());
  await began.promise;
  stop();
  // The server's own watch was asked for in the same moment, over the same socket.
  await delay(settlingMs);
}

function readOptions(): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        watch: { type: "boolean", default: false },
        stately: { type: "boolean", default: false },
        port: { type: "string", default: "0" },
        help: { type: "boolean", default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`--port is '${values.port}'; it must be a number from 0 to 65535.`);
    if (values.watch && positionals.length > 0) throw new Error("--watch plays no scenario: name none.");
    if (values.help) throw new Error("Shows calls while they run.");
    const files = values.watch ? [] : positionals.length === 0 ? [sample] : positionals;
    return { files, watch: values.watch, stately: values.stately, port };
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
