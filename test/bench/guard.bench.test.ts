/** Falling behind is a failure: ours against the tuned rival and against the floor, within one short run. */
import { beforeAll, expect, test } from "vitest";
import { type Summary, summaryOf } from "./report/summary.ts";
import { textTable } from "./report/text.ts";
import type { BenchResult } from "./result.ts";
import { runBench } from "./run-bench.ts";

let result: BenchResult;
let summary: Summary;

beforeAll(async () => {
  result = await runBench({
    turns: 12,
    profiles: ["fast"],
    callers: ["short", "stories", "barge-ins"],
    contenders: ["ema", "session-tuned"],
    callsAtOnce: 3,
    seed: 1,
    resources: false,
  });
  summary = summaryOf(result);
  process.stdout.write(`${textTable(result)}\n`);
});

test("every turn of the callers was heard to its end, and nearly every one answered", () => {
  for (const { contender, all } of summary.overall) {
    expect(all.turns, contender).toBe(36);
    expect(all.unanswered, contender).toBeLessThanOrEqual(3);
  }
});

test.each([
  "Median wait, of AgentSession’s, tuned",
  "Median wait, of the floor",
  "Wrongly taken turns, no more than AgentSession’s, tuned",
])("%s", (name) => {
  const target = summary.targets.find((one) => one.name === name);
  expect(target?.verdicts).toHaveLength(1);
  expect(target?.verdicts.filter(({ met }) => !met)).toEqual([]);
});

test("a caller who speaks over the agent silences it sooner than the rival", () => {
  const [ours, theirs] = ["ema", "session-tuned"].map((name) =>
    summary.overall.find(({ contender }) => contender === name),
  );
  expect(ours?.all.silence?.p50).toBeLessThan(theirs?.all.silence?.p50 ?? 0);
});
