import { expect, it } from "vitest";
import { deaths } from "./kill-plan.ts";
import { runKillTest } from "./kill-run.ts";

it("200 calls whose processes are killed: every event that the queue took arrives, in order, and every call ends once", async ({
  annotate,
}) => {
  const report = await runKillTest({ calls: 200, seed: 1 });
  await annotate(JSON.stringify(report));
  expect(report.wrong).toEqual([]);
  expect(Object.keys(report.deaths).filter((death) => report.deaths[death] === 0)).toEqual([]);
  expect(Object.keys(report.deaths)).toEqual([...deaths]);
  expect(report.acknowledged).toBeGreaterThan(300);
  expect(report.endedLater).toBeGreaterThan(20);
  expect(report.unacknowledged).toBeGreaterThanOrEqual(0);
  expect(report.unacknowledged).toBeLessThanOrEqual(20);
}, 90_000);
