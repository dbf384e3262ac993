/** A few of the runs that `npm run chaos` makes by the thousand, and what they are worth. */
import { expect, it } from "vitest";
import { promisedSilenceMs } from "./arguments.ts";
import { drawPlan } from "./draw-plan.ts";
import { mutatedChart } from "./mutated-chart.ts";
import { run, type RunOptions } from "./run.ts";
import { shrink } from "./shrink.ts";

const options: RunOptions = { silenceMs: promisedSilenceMs };
const seed = 3;

/** The first run that breaks something, and what. */
async function firstBroken(runs: number, given: RunOptions, from = 0) {
  for (let index = from; index < from + runs; index++) {
    const rules = Object.keys((await run(drawPlan(seed, index), given)).broken);
    if (rules.length > 0) return { index, rules };
  }
  return undefined;
}

it("holds whatever a caller does and whatever fails around the call", async () => {
  expect(await firstBroken(50, options)).toBeUndefined();
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
    from: 0,
  },
])("notices a chart that $mutant, and how little it takes to show it", async ({ mutant, rule, from }) => {
  const given = { ...options, chart: mutatedChart(mutant) };
  const found = await firstBroken(30, given, from);
  expect(found?.rules).toContain(rule);
  const drawn = drawPlan(seed, found?.index ?? 0);
  const { plan, result } = await shrink(drawn, rule, given, 1500);
  expect(Object.keys(result.broken)).toContain(rule);
  expect(JSON.stringify(plan).length).toBeLessThan(JSON.stringify(drawn).length);
  expect((await run(plan, options)).broken).toEqual({});
});
