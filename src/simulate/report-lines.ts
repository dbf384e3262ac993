/** A scenario's report for a person to read. */
import type { ReportedTurn, ScenarioReport } from "./report.ts";

export function reportLines(report: ScenarioReport): string[] {
  return [
    `${report.passed ? "passed" : "FAILED"}  ${report.scenario} (${report.outcome ?? "did not end"})`,
    ...report.turns.map(turnLine),
    ...report.barge_ins.map(
      ({ kind, silenced_ms }) => `  barge-in by ${kind}: silent after ${silenced_ms} ms`,
    ),
    ...report.expectations.map(
      ({ expectation, passed, detail }) => `  ${passed ? "ok  " : "FAIL"} ${expectation} (${detail})`,
    ),
    ...report.problems.map((problem) => `  problem: ${problem}`),
  ];
}

function turnLine({ speaker, text, stage, interrupted, measured_wait_ms: wait }: ReportedTurn): string {
  const waited = wait === undefined ? "" : ` [${Math.round(wait)} ms]`;
  return `  ${speaker.padEnd(6)} ${stage.padEnd(12)} ${text}${interrupted ? " —" : ""}${waited}`;
}
