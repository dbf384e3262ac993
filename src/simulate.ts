/** `npm run -s simulate -- FILE…`: plays scenarios and says what came of them. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { type Cost, costOf } from "#src/api/costs/cost-of.ts";
import { readPrices } from "#src/api/costs/read-prices.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { usageSchema } from "#src/outbox/contract.ts";
import { linesOf } from "#src/simulate/caller-schema.ts";
import type { ScenarioReport } from "#src/simulate/report.ts";
import { type RunOptions, runScenario } from "#src/simulate/run-scenario.ts";
import { loadScenario, type Scenario, ScenarioError } from "#src/simulate/scenario.ts";
import { reportLines } from "#src/simulate/report-lines.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { watchable } from "./watch-door.ts";
import { dataFiles } from "./worker-parts.ts";

const usage = `Usage: npm run -s simulate -- FILE.yaml [FILE.yaml …] [--json] [--stt scripted|pocketsphinx] [--recordings FOLDER] [--logs FOLDER] [--prices FILE]

  --json               print one JSON object a scenario
  --stt pocketsphinx   recognize the caller's speech for real (Debian: pocketsphinx, pocketsphinx-en-us)
  --recordings FOLDER  keep each call as a stereo WAV: caller left, agent right
  --logs FOLDER        keep each call's event log, for npm run replay
  --prices FILE        reckon what the call would cost with these prices, not with list prices: docs/costs.md

Exit codes: 0 every expectation passed, 1 some did not, 2 a scenario or an option is wrong.
`;

const unusable = 2;

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ScenarioError || error instanceof SettingsError || error instanceof PackError))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = unusable;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return unusable;
  const scenarios = options.files.map(loadScenario);
  // The engines take a second to load: a scenario that is wrong does not wait for them.
  const { openKeyless } = await import("./keyless.ts");
  const settings = readSettings(undefined, { mode: "keyless" });
  const keyless = await openKeyless({
    promptsDir: settings.promptsDir,
    dataDir: mkdtempSync(join(tmpdir(), "ema-simulate-")),
    phrases: dataFiles(settings).keylessPhrases,
    logLevel: "fatal",
    recordings: { folder: dataFiles(settings).recordings, keys: settings.recordingKeys },
    ...(options.logs === undefined ? {} : { callLogs: options.logs }),
    ...(options.recognize ? { sentences: scenarios.flatMap(({ caller }) => linesOf(caller)) } : {}),
  });
  const watched = watchable(keyless.place, {
    dataDir: settings.dataDir,
    onProblem: (reason) => process.stderr.write(`${reason}\n`),
  });
  try {
    for (const [index, { workspace }] of scenarios.entries())
      if (!keyless.workspaces.includes(workspace))
        throw new ScenarioError(
          `${options.files[index]}: workspace: there is no '${workspace}'; write one of ${keyless.workspaces.join(", ")}.`,
        );
    let allPassed = true;
    for (const [index, scenario] of scenarios.entries()) {
      const name = basename(options.files[index] ?? "", ".yaml");
      const report = await run({ ...keyless, place: watched.place }, scenario, name, options.recordings);
      allPassed &&= report.passed;
      const usage = usageSchema.safeParse(report.usage);
      const cost = usage.success ? costOf(usage.data, options.prices, "call") : null;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ ...report, cost })}\n`
          : `${[...reportLines(report), ...costLines(cost)].join("\n")}\n`,
      );
    }
    return allPassed ? 0 : 1;
  } finally {
    watched.door.close();
    await keyless.close();
  }
}

async function run(
  keyless: Pick<RunOptions, "place" | "synthesize">,
  scenario: Scenario,
  name: string,
  recordings: string | undefined,
): Promise<ScenarioReport> {
  if (recordings !== undefined) mkdirSync(recordings, { recursive: true });
  return runScenario(scenario, {
    place: keyless.place,
    synthesize: keyless.synthesize,
    ...(recordings === undefined
      ? {}
      : { onRecording: (wav) => writeFileSync(join(recordings, `${name}.wav`), wav) }),
  });
}

/** What a call with the vendors would have cost that used as much. */
function costLines(cost: Cost | null): string[] {
  if (cost === null) return [];
  const dollars = (micros: number): string => `$${(micros / 1_000_000).toFixed(4)}`;
  const parts = Object.entries(cost.byProvider).map(([provider, micros]) => `${provider} ${dollars(micros)}`);
  return [
    `  cost ${dollars(cost.totalMicros)}: ${parts.join(", ")}`,
    ...cost.unpriced.map((what) => `  cost: there is no price for ${what}`),
  ];
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        stt: { type: "string", default: "scripted" },
        recordings: { type: "string" },
        logs: { type: "string" },
        prices: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.stt !== "scripted" && values.stt !== "pocketsphinx")
      throw new Error(`--stt is '${values.stt}'; it must be scripted or pocketsphinx.`);
    if (positionals.length === 0 || values.help) throw new Error("Name at least one scenario.");
    return {
      files: positionals,
      json: values.json,
      recognize: values.stt === "pocketsphinx",
      recordings: values.recordings,
      logs: values.logs,
      prices: readPrices(values.prices, "--prices"),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
