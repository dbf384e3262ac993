/** Falling behind is a failure: ours against the tuned rival and against the floor, within one short run. */
import { beforeAll, expect, test } from "vitest";
import type { ContenderName } from "./contender.ts";
import type { Figures } from "./report/figures.ts";
import { type Summary, summaryOf } from "./report/summary.ts";
import { textTable } from "./report/text.ts";
import type { BenchResult } from "./result.ts";
import { runBench } from "./run-bench.ts";

let result: BenchResult;
let summary: Summary;

beforeAll(async () => {
  result = await runBench({
    turns: 6,
    profiles: ["fast"],
    callers: ["hesitations", "barge-ins"],
    contenders: ["ema", "session-tuned"],
    callsAtOnce: 2,
    seed: 1,
    resources: false,
  });
  summary = summaryOf(result);
  process.stdout.write(`${textTable(result)}\n`);
});

test("all turns were had, ours answered nearly every one, and the rival most", () => {
  for (const { contender, all } of summary.overall) expect(all.turns, contender).toBe(12);
  expect(figuresOf("ema").unanswered).toBeLessThanOrEqual(1);
  expect(figuresOf("session-tuned").answered).toBeGreaterThanOrEqual(6);
});

test("the median wait is at most 0.85 of the tuned rival's", () => {
  const target = summary.targets.find(({ name }) => name === "Median wait, of AgentSession’s, tuned");
  expect(target?.verdicts).toEqual([expect.objectContaining({ met: true, limit: 0.85 })]);
});

test("the median wait stays near the floor, also where other work makes everything late", () => {
  expect(summary.profiles[0]?.toFloor.p50).toBeLessThanOrEqual(1.25);
});

test("callers are cut off no more often than by the rival, by one turn at most in so few", () => {
  expect(figuresOf("ema").wronglyTaken).toBeLessThanOrEqual(figuresOf("session-tuned").wronglyTaken + 1);
});

test("a caller who speaks over the agent silences it sooner than the rival", () => {
  expect(figuresOf("ema").silence?.p50).toBeLessThan(figuresOf("session-tuned").silence?.p50 ?? 0);
});

function figuresOf(name: ContenderName): Figures {
  const found = summary.overall.find(({ contender }) => contender === name);
  if (found === undefined) throw new Error(`${name} was not measured.`);
  return found.all;
}
