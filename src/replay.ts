/** `npm run -s replay -- FILE…`: runs recorded calls through the present chart and shows where they first go another way. */
import { parseArgs } from "node:util";
import { callMachine } from "#machines/call/machine.ts";
import { chartVersion } from "#src/call/version.ts";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { createHazardRecognizer } from "#src/dialogue/hazards.ts";
import { CallLogError, readCallLog } from "#src/replay/read-log.ts";
import { type Difference, type HazardsIn, replayLog } from "#src/replay/replay-log.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { loadCheckedPacks } from "./checked-packs.ts";

const usage = `Usage: npm run -s replay -- FILE [FILE …] [--key-from-env] [--pack FOLDER] [--json]

  --key-from-env  open encrypted logs with EMA_CALL_LOG_KEY
  --pack FOLDER   folder of the workspaces whose hazard rules are tried; EMA_PROMPTS_DIR, or prompts, otherwise
  --json          print one JSON object a call

Exit codes: 0 every call goes the same way, 1 one goes another, 2 a file or an option is wrong.
`;
const unusable = 2;

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof CallLogError || error instanceof SettingsError || error instanceof PackError))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = unusable;
}

function main(): number {
  const options = readOptions();
  if (options === undefined) return unusable;
  const settings = readSettings(undefined, { mode: "keyless" });
  const key = options.keyFromEnv ? settings.callLogKey : undefined;
  if (options.keyFromEnv && key === undefined)
    throw new SettingsError("EMA_CALL_LOG_KEY", "missing", "set the key that the logs were written with");
  const bytes = key === undefined ? undefined : Buffer.from(key.reveal(), "base64");
  const logs = options.files.map((file) => ({ file, log: readCallLog(file, bytes) }));
  const packs = loadCheckedPacks(options.pack ?? settings.promptsDir);
  let different = 0;
  for (const { file, log } of logs) {
    const { header, steps } = log;
    const pack = packs.find(({ workspace }) => workspace.id === header.workspace);
    const rules: HazardsIn | undefined =
      header.kind === "redacted" || pack === undefined ? undefined : createHazardRecognizer(pack.hazards);
    const difference = replayLog(log, callMachine, rules);
    if (difference) different++;
    const notes = [
      ...(header.versions.chart === chartVersion
        ? []
        : [`recorded by chart ${header.versions.chart}, replayed by ${chartVersion}`]),
      ...(rules ? [] : ["hazard rules are not tried: the log has no words, or its workspace is not here"]),
    ];
    print(
      options.json
        ? JSON.stringify({ file, same: difference === undefined, steps: steps.length, notes, difference })
        : [
            `${file}: ${difference ? "different" : "the same"}, ${steps.length} steps`,
            ...notes.map((note) => `  ${note}`),
            ...(difference ? shown(difference) : []),
          ].join("\n"),
    );
  }
  if (!options.json && logs.length > 1) print(`${logs.length - different} the same, ${different} different`);
  return different === 0 ? 0 : 1;
}

function shown({ at, event, lines, before }: Difference): string[] {
  return [
    ...before.map((step) => `    ${step}`),
    `  > ${Math.round(at)} ms  ${event}`,
    ...lines.map((line) => `      ${line}`),
  ];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        "key-from-env": { type: "boolean", default: false },
        pack: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length === 0 || values.help) throw new Error("Name at least one call log.");
    return { files: positionals, pack: values.pack, json: values.json, keyFromEnv: values["key-from-env"] };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
