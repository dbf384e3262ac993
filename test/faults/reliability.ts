/** Plays every fault and every situation, and prints a row each: what happened, and the longest silence that was measured. */
import { keylessEngines } from "../calls/keyless.ts";
import { promisedSilenceMs } from "../chaos/arguments.ts";
import { run } from "../chaos/run.ts";
import { hazardAnswers, inWords } from "./hazard-answers.ts";
import { play } from "./play.ts";
import { situations } from "./situations.ts";
import { faults } from "./table.ts";

/** Whole calls at the same time: more of them would measure the machine. */
const atOnce = 3;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

interface Played {
  rows: string[];
  failed: number;
}

async function wholeCalls(): Promise<Played> {
  const keyless = await keylessEngines();
  const waiting = [...faults.entries()];
  const rows: string[] = [];
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, fault] = next;
      const { passed, expectations, longest_silence_ms: silence } = await play(fault, keyless);
      if (!passed) failed++;
      const missed = expectations.filter((one) => !one.passed);
      const verdict = missed.map(({ expectation, detail }) => `MISSED ${expectation}: ${detail}`);
      rows[index] = row(fault.name, [fault.heard, ...verdict].join(" "), seconds(silence), fault.reported);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  rows.push(inWords(await hazardAnswers(keyless)));
  await keyless.close();
  return { rows, failed };
}

const reports = /told (provider_degraded|hazard_detected|transfer_requested|dispatch_requested)/;

async function virtualCalls(): Promise<Played> {
  const rows: string[] = [];
  let failed = 0;
  for (const { name, heard, plan } of situations) {
    const { broken, silence, log } = await run(plan, { silenceMs: promisedSilenceMs });
    const verdict = Object.entries(broken).map(([rule, how]) => `BROKEN ${rule}: ${how}`);
    if (verdict.length > 0) failed++;
    const told = new Set(log.flatMap((line) => reports.exec(line)?.[1] ?? []));
    rows.push(
      row(name, [heard, ...verdict].join(" "), seconds(silence.ms), [...told].join(", ") || "nothing"),
    );
  }
  return { rows, failed };
}

const real = await wholeCalls();
const virtual = await virtualCalls();
const failed = real.failed + virtual.failed;
const passed = faults.length + situations.length - failed;
process.stdout.write(`${[...real.rows, ...virtual.rows].join("\n")}\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
