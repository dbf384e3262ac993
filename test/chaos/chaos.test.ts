/** A few of the runs that `npm run chaos` makes by the thousand, and what they are worth. */
import { expect, it, vi } from "vitest";
import { promisedSilenceMs } from "./arguments.ts";
import { drawPlan } from "./draw-plan.ts";
import { mutatedChart } from "./mutated-chart.ts";
import { run, type RunOptions } from "./run.ts";
import { shrink } from "./shrink.ts";

// A run that goes on beside the next would share its time.
vi.setConfig({ testTimeout: 120_000 });

const options: RunOptions = { silenceMs: promisedSilenceMs };
const seed = 101;

/** What the runs from `first` on break, by run; ends with the first that breaks `rule`. */
async function brokenIn(first: number, runs: number, given: RunOptions, rule?: string) {
  const broken: Record<number, readonly string[]> = {};
  for (let index = first; index < first + runs; index++) {
    const rules = Object.keys((await run(drawPlan(seed, index), given)).broken);
    if (rules.length > 0) broken[index] = rules;
    if (rules.some((one) => one === rule)) return { broken, index };
  }
  return { broken, index: undefined };
}

it("holds whatever a caller does and whatever fails around the call", async () => {
  expect((await brokenIn(0, 30, options)).broken).toEqual({});
});

it("is the same run for the same plan", async () => {
  const one = await run(drawPlan(seed, 5), options);
  const other = await run(drawPlan(seed, 5), options);
  expect(one.log.length).toBeGreaterThan(20);
  expect(other).toEqual(one);
});

it.each([
  {
    mutant: "drops STT_DEADLINE #2 in call.live.turn.listening.hearing.awaitingWords",
    rule: "in every state something is heard or a timer runs",
    from: 10,
  },
  {
    mutant: "drops provider.failed #0 in call.live.health.stt.working",
    rule: "no provider's failure is unhandled",
    from: 16,
  },
])("notices a chart that $mutant, and how little it takes to show it", async ({ mutant, rule, from }) => {
  const given = { ...options, chart: mutatedChart(mutant) };
  const { index = -1 } = await brokenIn(from, 15, given, rule);
  expect(index).toBeGreaterThanOrEqual(0);
  const drawn = drawPlan(seed, index);
  const { plan, result } = await shrink(drawn, rule, given, 12);
  expect(Object.keys(result.broken)).toContain(rule);
  expect(JSON.stringify(plan).length).toBeLessThan(JSON.stringify(drawn).length);
  expect((await run(plan, options)).broken).toEqual({});
});
