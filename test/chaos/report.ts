/** A failure as its reader sees it: how to repeat it, what broke, what it takes, and what happened. */
import type { Act, Fault, Plan } from "./plan.ts";
import type { RunResult } from "./run.ts";

const shownLines = 60;

export function failureReport(repeat: string, plan: Plan, { broken, log }: RunResult): string {
  const hidden = log.length - shownLines;
  return [
    `FAILED  ${repeat}`,
    ...Object.entries(broken).map(([rule, because]) => `  broken: ${rule}: ${because}`),
    `  with: ${JSON.stringify(plan.input)}`,
    ...plan.faults.map((fault) => `  fault: ${faultInWords(fault)}`),
    ...plan.answers
      .filter((answer) => answer.kind === "says")
      .map((answer) => `  model: ${JSON.stringify(answer)}`),
    ...plan.humans.map((human) => `  human: ${human.does} after ${human.afterMs} ms`),
    ...plan.tracks.flatMap((track, index) => track.map((act) => `  act ${index + 1}: ${actInWords(act)}`)),
    ...(hidden > 0 ? [`  … ${hidden} lines before`] : []),
    ...log.slice(-shownLines),
  ].join("\n");
}

const faultInWords = ({ edge, kind, from, ms }: Fault): string =>
  `${edge} ${kind} from ${from} ms for ${ms} ms`;

function actInWords({ trigger: { on, waitMs, delayMs }, ...act }: Act): string {
  const when = on === "time" ? `after ${delayMs} ms` : `${delayMs} ms after ${on} (or ${waitMs} ms)`;
  return `${when}: ${JSON.stringify(act)}`;
}
