/** `npm run call`: one whole call on this machine, without a key, shown in the terminal as it happens. */
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { styleText } from "node:util";
import type { CallLogEntry } from "#src/call/handle.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { liveView } from "#src/simulate/live-view.ts";
import { reportLines } from "#src/simulate/report-lines.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { loadScenario } from "#src/simulate/scenario.ts";
import type { PlaceCall } from "#src/simulate/stage-call.ts";
import { eventIn } from "#src/simulate/webhook-log.ts";
import { openTelemetry } from "#src/telemetry/telemetry.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { appVersion } from "./app-version.ts";
import { serveHealth } from "./health.ts";
import { watchable } from "./watch-door.ts";
import { dataFiles } from "./worker-parts.ts";

const scenarioFile = "test/calls/burst-pipe.yaml";
/** What a collector that does not answer may hold up the end for. */
const telemetryLimitMs = 3_000;
const stopped: { signal?: NodeJS.Signals } = {};

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof PackError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const settings = readSettings(undefined, { mode: "keyless" });
  if (settings.healthPort !== undefined) await serveHealth(settings.healthPort);
  const scenario = loadScenario(scenarioFile);
  const folder = join(settings.dataDir, "calls", new Date().toISOString().replaceAll(":", "-"));
  mkdirSync(folder, { recursive: true });
  const { promptsDir } = settings;
  const telemetry = await openTelemetry({
    settings: settings.telemetry,
    service: "ema-agent",
    version: appVersion,
    onProblem: print,
  });
  const { openKeyless } = await import("./keyless.ts");
  const keyless = await openKeyless({
    promptsDir,
    dataDir: folder,
    phrases: dataFiles(settings).keylessPhrases,
    callLogs: folder,
    recordings: { folder: dataFiles(settings).recordings, keys: settings.recordingKeys },
    logLevel: "fatal",
    ...(telemetry === undefined ? {} : { report: telemetry.report }),
  });

  print(`Playing '${scenario.name}': ${scenario.description ?? ""}`);
  print(
    "The caller and the providers are simulated; VAD, plugins, chart, queue and audio are the real ones.\n",
  );
  const show = liveView();
  const events = createWriteStream(join(folder, "events.jsonl"));
  const onEntry = (entry: CallLogEntry) => {
    events.write(`${JSON.stringify(entry)}\n`);
    for (const line of show(entry)) print(line);
  };
  const watched = watchable(keyless.place, { dataDir: settings.dataDir, onProblem: print });
  const report = await runScenario(scenario, {
    place: stoppable(watched.place),
    synthesize: keyless.synthesize,
    onEntry,
    onWebhook: (request) => {
      const event = eventIn(request);
      if (event) print(styleText("dim", `          receiver has ${event.event_type} #${event.sequence}`));
    },
    onRecording: (wav) => writeFileSync(join(folder, "call.wav"), wav),
  });
  events.end();
  await finished(events);
  await keyless.close();
  watched.door.close();
  await telemetry?.close(telemetryLimitMs);

  if (stopped.signal !== undefined)
    print(`\nStopped by ${stopped.signal}: the call was hung up, its webhooks delivered.`);
  else print(`\n${reportLines(report).join("\n")}`);
  print(`\nRecording (caller left, agent right): ${join(folder, "call.wav")}`);
  print(`Events: ${join(folder, "events.jsonl")}`);
  if (stopped.signal !== undefined) return 0;
  return report.expectations.every(({ passed, timing }) => passed || timing) ? 0 : 1;
}

/** SIGTERM and SIGINT hang up: the call ends as any other, and its webhooks are still delivered. */
function stoppable(place: PlaceCall): PlaceCall {
  return async (setup) => {
    const call = await place(setup);
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.once(signal, () => {
        stopped.signal = signal;
        call.handle.send({ type: "call.hungUp", by: "network" });
      });
    return call;
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
