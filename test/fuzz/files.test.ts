/** Scenarios and call logs that were mutilated: refused in one sentence that names the file, or read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { CallLogError, readCallLog } from "#src/replay/read-log.ts";
import { parseScenario, ScenarioError } from "#src/simulate/scenario.ts";
import { Random, seedOfRun } from "../chaos/random.ts";
import { anyValue, mutatedRecord, mutatedText } from "./mutate.ts";

/** Counts what `read` does over the runs: it returns, or throws an error of this class whose message names the file. */
function outcomes(
  runs: number,
  seed: number,
  file: string,
  wanted: typeof ScenarioError | typeof CallLogError,
  read: (random: Random) => void,
) {
  const counts = { read: 0, refused: 0 };
  const strange: string[] = [];
  for (let run = 0; run < runs; run++) {
    try {
      read(new Random(seedOfRun(seed, run)));
      counts.read++;
    } catch (error) {
      counts.refused++;
      if (!(error instanceof wanted) || !error.message.startsWith(file))
        strange.push(`run ${run}: ${error instanceof Error ? error.stack : typeof error}`);
    }
  }
  return { strange, both: counts.read > 0 && counts.refused > 0 };
}

it("reads a scenario, or refuses it with its file, line and remedy", () => {
  const texts = readdirSync("test/calls")
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readFileSync(`test/calls/${name}`, "utf8"));
  const found = outcomes(300, 21, "scenario.yaml", ScenarioError, (random) =>
    parseScenario(mutatedText(random.pick(texts), random), "scenario.yaml"),
  );
  expect(found).toEqual({ strange: [], both: true });
});

const header = {
  emaCallLog: 1,
  kind: "plain",
  at: 0,
  startedAt: "2026-03-01T03:00:00.000Z",
  workspace: "elm",
  versions: { chart: "c", prompts: "p", app: "a" },
  input: {
    callId: "call-1",
    ladder: ["+15555550142"],
    asksForRecording: false,
    endpointing: { minMs: 300, maxMs: 1800 },
    repromptMs: 7000,
    limitMs: 1_800_000,
  },
};
const step = {
  at: 5,
  event: { type: "call.answered", at: 5 },
  leaves: ["live"],
  effects: [],
  timers: [["a", 5]],
};
const footer = { steps: 2, outcome: "completed" };

it("reads a call's log, or refuses it with its file, what is wrong and a remedy", () => {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-logs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "call.jsonl");
  const whole = [header, step, step, footer];
  const found = outcomes(250, 31, file, CallLogError, (random) => {
    const lines = whole.map((line) =>
      JSON.stringify(random.chance(0.2) ? mutatedRecord(line, random) : line),
    );
    if (random.chance(0.1)) lines.splice(random.int(0, 4), 0, JSON.stringify(anyValue(random)));
    if (random.chance(0.1)) lines.unshift('{"emaEncryptedCallLog":1,"id":"a"}');
    const text = lines.join("\n");
    writeFileSync(file, random.chance(0.2) ? mutatedText(text, random) : text);
    readCallLog(file, random.chance(0.5) ? Buffer.alloc(32, 7) : undefined);
  });
  expect(found).toEqual({ strange: [], both: true });
});
