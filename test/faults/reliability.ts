/** Plays every fault, a few at a time, and prints a row each: what happened, and the longest silence that was measured. */
import { keylessEngines } from "../calls/keyless.ts";
import { hazardAnswers, inWords } from "./hazard-answers.ts";
import { play } from "./play.ts";
import { faults } from "./table.ts";

const atOnce = 4;
const keyless = await keylessEngines();
const waiting = [...faults.entries()];
const rows: string[] = [];
let failed = 0;

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [index, fault] = next;
    const report = await play(fault, keyless);
    if (!report.passed) failed++;
    const missed = report.expectations.filter(({ passed }) => !passed);
    const verdict = missed.map(({ expectation, detail }) => `${expectation}: ${detail}`).join("; ");
    rows[index] =
      `| ${fault.name} | ${fault.heard} | ${(report.longest_silence_ms / 1000).toFixed(1)} s | ` +
      `${fault.reported} | ${report.outcome ?? "none"}${verdict === "" ? "" : ` FAILED ${verdict}`} |`;
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
const answers = await hazardAnswers(keyless);
await keyless.close();
process.stdout.write(
  `${rows.join("\n")}\n${inWords(answers)}\n${faults.length - failed} passed, ${failed} failed\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
