/** `npm run -s chaos -- --runs N --seed S`: calls as they really run, in virtual time, with everything going wrong around them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readArguments, type Wanted } from "./arguments.ts";
import { drawPlan } from "./draw-plan.ts";
import { mutatedChart } from "./mutated-chart.ts";
import type { Plan } from "./plan.ts";
import { failureReport } from "./report.ts";
import { run, type RunOptions } from "./run.ts";
import { shrink } from "./shrink.ts";
import { type Summary, summaryLines } from "./summary.ts";
import { runInWorkers } from "./workers.ts";

const pending = "test/chaos/pending";
/** In each process. */
const reportsOfRule = 3;

const wanted = readArguments(process.argv.slice(2));
const options: RunOptions = {
  silenceMs: wanted.silenceMs,
  ...(wanted.mutate === undefined ? {} : { chart: mutatedChart(wanted.mutate) }),
};
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (wanted.plan !== undefined) await one(readPlan(wanted.plan), `--plan ${wanted.plan}`);
else if (wanted.only !== undefined)
  await one(drawPlan(wanted.seed, wanted.only), `--seed ${wanted.seed} --only ${wanted.only}`);
else if (wanted.share === undefined) {
  const summary = await runInWorkers(process.argv.slice(2), wanted.workers);
  for (const line of summaryLines(summary)) say(line);
  process.exitCode = summary.failed > 0 ? 1 : 0;
} else process.send?.(await share(wanted, wanted.share));

async function one(plan: Plan, repeat: string): Promise<void> {
  const result = await run(plan, { ...options, traced: true });
  say(failureReport(repeat, plan, { ...result, log: [] }));
  for (const line of result.log) say(line);
  say(
    `outcome: ${result.outcome ?? "none"}; longest silence in our turn: ${Math.round(result.silence.ms)} ms`,
  );
  process.exitCode = Object.keys(result.broken).length > 0 ? 1 : 0;
}

async function share({ runs, seed, shrinks }: Wanted, { index, of }: { index: number; of: number }) {
  const cpu = process.cpuUsage();
  const summary: Summary = {
    runs: 0,
    failed: 0,
    callMs: 0,
    turns: 0,
    cpuMs: 0,
    broken: {},
    outcomes: {},
    silences: [],
  };
  const shown: string[] = [];
  for (let run = index; run < runs; run += of) {
    const rule = await runOnce(seed, run, summary);
    // The others are most often the same.
    if (rule === undefined || shown.filter((one) => one === rule).length >= reportsOfRule) continue;
    shown.push(rule);
    await report(seed, run, rule, shrinks);
  }
  const { user, system } = process.cpuUsage(cpu);
  return { ...summary, cpuMs: (user + system) / 1000 };
}

/** The rule that was broken first, if one was. */
async function runOnce(seed: number, index: number, summary: Summary): Promise<string | undefined> {
  const { broken, ms, turns, outcome = "none", silence } = await run(drawPlan(seed, index), options);
  const rules = Object.keys(broken);
  summary.runs++;
  summary.callMs += ms;
  summary.turns += turns;
  summary.outcomes[outcome] = (summary.outcomes[outcome] ?? 0) + 1;
  summary.silences.push({ ...silence, index });
  summary.silences = summary.silences.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
  for (const rule of rules) (summary.broken[rule] ??= []).push(index);
  if (rules.length > 0) summary.failed++;
  return rules[0];
}

async function report(seed: number, index: number, rule: string, shrinks: boolean): Promise<void> {
  const drawn = drawPlan(seed, index);
  const { plan, result } = shrinks
    ? await shrink(drawn, rule, options)
    : { plan: drawn, result: await run(drawn, options) };
  const file = `${pending}/${rule.replace(/[^a-z]+/gi, "-")}-${seed}-${index}.json`;
  mkdirSync(pending, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ rule, plan }, undefined, 2)}\n`);
  say(failureReport(`--seed ${seed} --only ${index}   shortest: --plan ${file}`, plan, result));
}

function readPlan(file: string): Plan {
  return (JSON.parse(readFileSync(file, "utf8")) as { plan: Plan }).plan;
}
