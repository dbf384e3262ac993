/** `npm run -s triage`: tries a workspace's hazard rules on utterances, a line each, without a call. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { SettingsError } from "#src/config/settings-error.ts";
import { readSettings } from "#src/config/settings.ts";
import { createHazardRecognizer } from "#src/dialogue/hazards.ts";
import { durationsOf } from "#src/dialogue/scoring/durations.ts";
import { parseLabelledSet } from "#src/dialogue/scoring/labelled-set.ts";
import { earlyIn } from "#src/dialogue/scoring/prefixes.ts";
import { scoreLines } from "#src/dialogue/scoring/score-lines.ts";
import { scoreOf } from "#src/dialogue/scoring/score.ts";
import { createTriage } from "#src/dialogue/triage.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { hazardRulesOf } from "./hazard-rules.ts";

const usage = `Usage: npm run -s triage -- [--workspace NAME] [--score FILE]

Reads utterances from standard input, a line each, and prints a JSON line each: text, hazards, urgency, because.
Empty lines are skipped.

  --workspace NAME  folder of the prompts whose rules are tried; default otherwise
  --score FILE      prints recall, precision and time on a labelled set instead, such as test/dialogue/corpus/hazards.tsv
`;

/** What the caller of the command can mend; the message says how. */
class UsageError extends Error {}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError || error instanceof SettingsError || error instanceof PackError))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { workspace, score, help } = readOptions();
  if (help) return print(usage.trimEnd());
  const rules = hazardRulesOf(readSettings(undefined, { mode: "keyless" }).promptsDir, workspace);
  const triage = createTriage(rules);
  if (score !== undefined) return printScore(score, rules);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity }))
    if (line.trim() !== "") print(JSON.stringify(triage(line)));
}

function printScore(file: string, rules: readonly HazardRule[]): void {
  const set = labelledSetIn(file);
  const hazardsIn = createHazardRecognizer(rules);
  const durations = durationsOf(
    set.map(({ text }) => text),
    hazardsIn,
  );
  for (const line of scoreLines(scoreOf(set, createTriage(rules)), earlyIn(set, hazardsIn), durations))
    print(line);
}

function labelledSetIn(file: string) {
  try {
    return parseLabelledSet(readFileSync(file, "utf8"));
  } catch (error) {
    const unreadable = error instanceof Error && "code" in error;
    const problem = unreadable ? `it cannot be read (${String(error.code)})` : messageOf(error);
    throw new UsageError(`--score is '${file}': ${problem}.`, { cause: error });
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        workspace: { type: "string", default: "default" },
        score: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    const problem = messageOf(error).replace(/\.?$/, "");
    throw new UsageError(`${problem}; options are --workspace NAME, --score FILE and --help.`, {
      cause: error,
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
