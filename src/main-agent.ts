/** The agent of `npm start`: a process of its own, told by its parent what to do; `src/trial/channel.ts` says why. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "#src/config/settings.ts";
import { isPocketSphinxInstalled } from "#src/local/pocketsphinx.ts";
import { linesOf } from "#src/simulate/caller-schema.ts";
import type { WebhookDestination } from "#src/simulate/stage-call.ts";
import { openTelemetry } from "#src/telemetry/telemetry.ts";
import { type FromAgent, serveAgent, type ToAgent } from "#src/trial/channel.ts";
import { createLocalAgent } from "#src/trial/local-agent.ts";
import { trialScenarios } from "#src/trial/scenarios.ts";
import { appVersion } from "./app-version.ts";
import { openKeyless } from "./keyless.ts";
import { watchable } from "./watch-door.ts";
import { dataFiles } from "./worker-parts.ts";

/** The first message; all that follow are the channel's. */
export interface AgentStart {
  kind: "start";
  webhooks: WebhookDestination;
  scenarios: string;
}

/** What a collector that does not answer may hold up the end for. */
const telemetryLimitMs = 3_000;
const complain = (reason: string): void => void process.stderr.write(`${reason}\n`);
const send = (message: FromAgent): void => {
  if (process.connected) process.send?.(message);
};

// Both reach this process where they are sent to the whole group; its parent says what is to be done, and when.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
// Without its parent there is nobody to tell anything to.
process.once("disconnect", () => process.exit(0));
process.once("message", (start: AgentStart) => {
  run(start).catch((error: unknown) => {
    complain(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
});

async function run({ webhooks, scenarios: folder }: AgentStart): Promise<void> {
  const settings = readSettings(undefined, { mode: "keyless" });
  const scenarios = trialScenarios(folder);
  const recognition = await isPocketSphinxInstalled();
  // Of simulated calls nothing is kept here: what they told is the API's.
  const dataDir = mkdtempSync(join(tmpdir(), "ema-agent-"));
  process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  const telemetry = await openTelemetry({
    settings: settings.telemetry,
    service: "ema-agent",
    version: appVersion,
    onProblem: complain,
  });
  const keyless = await openKeyless({
    promptsDir: settings.promptsDir,
    dataDir,
    phrases: dataFiles(settings).keylessPhrases,
    logLevel: "fatal",
    recordings: { folder: dataFiles(settings).recordings, keys: settings.recordingKeys },
    ...(telemetry === undefined ? {} : { report: telemetry.report }),
    ...(recognition ? { sentences: scenarios.flatMap(({ scenario }) => linesOf(scenario.caller)) } : {}),
  });
  const watched = watchable(keyless.place, { dataDir: settings.dataDir, onProblem: complain });
  const agent = createLocalAgent({
    place: watched.place,
    synthesize: keyless.synthesize,
    workspaces: keyless.workspaces,
    scenarios,
    webhooks,
    recognition,
    onProblem: complain,
  });
  const close = async (): Promise<void> => {
    await agent.close();
    await telemetry?.close(telemetryLimitMs);
  };
  const obey = serveAgent({ ...agent, close }, { send });
  process.on("message", (message: ToAgent) => obey(message));
}
