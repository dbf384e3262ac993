import { describe, expect, test } from "vitest";
import type { ContenderName } from "../contender.ts";
import type { Turn } from "../result.ts";
import { answered, cell, summaryWith, wrong } from "./made-cells.ts";
import type { Summary } from "./summary.ts";

const verdicts = (summary: Summary, name: string) => {
  const found = summary.targets.find((target) => target.name === name);
  if (found === undefined) throw new Error(`no target ${name}`);
  return found.verdicts.map(({ where, value, limit, met }) => ({ where, value, limit, met }));
};

describe("ours against the others", () => {
  const cells = [
    cell("ema", { turns: [answered(600)], bargeIns: [{ silencedMs: 120 }] }),
    cell("session-default", { turns: [answered(1_000)] }),
    cell("session-tuned", { turns: [answered(600)] }),
  ];

  test("is a part of theirs: below 1 where ours is shorter", () => {
    const [profile] = summaryWith(cells, { floor: { p50: 500, p95: 400 } }).profiles;
    expect(profile?.toRivals).toEqual([
      { rival: "session-default", wait: { p50: 0.6, p95: 0.6 } },
      { rival: "session-tuned", wait: { p50: 1, p95: 1 } },
    ]);
    expect(profile?.toFloor).toEqual({ p50: 1.2, p95: 1.5 });
  });

  test("is held against the targets", () => {
    const summary = summaryWith(cells, { floor: { p50: 600, p95: 400 } });
    const of = (name: string) => verdicts(summary, name);
    expect(of("Median wait, of AgentSession’s at its defaults")).toEqual([
      { where: "seed", value: 0.6, limit: 0.7, met: true },
    ]);
    expect(of("Median wait, of AgentSession’s, tuned")).toEqual([
      { where: "seed", value: 1, limit: 0.85, met: false },
    ]);
    expect(of("Median wait, of the floor")).toEqual([{ where: "seed", value: 1, limit: 1.1, met: true }]);
    expect(of("95th percentile, of the floor’s")).toEqual([
      { where: "seed", value: 1.5, limit: 1.25, met: false },
    ]);
    expect(of("Median wait")).toEqual([{ where: "seed", value: 600, limit: 1_200, met: true }]);
    expect(of("Barge-in to silence, 95th percentile")).toEqual([
      { where: "seed", value: 120, limit: 100, met: false },
    ]);
  });

  test("takes as many turns wrongly as the tuned session may, by share and not by count", () => {
    const name = "Wrongly taken turns, no more than AgentSession’s, tuned";
    const tuned = cell("session-tuned", { turns: [wrong, answered(1), answered(1), answered(1)] });
    const ours = (turns: Turn[]) => verdicts(summaryWith([cell("ema", { turns }), tuned]), name)[0];
    expect(ours([wrong, wrong, ...Array.from({ length: 6 }, () => answered(1))])).toMatchObject({
      value: 0.25,
      limit: 0.25,
      met: true,
    });
    expect(ours([wrong, answered(1)])).toMatchObject({ value: 0.5, limit: 0.25, met: false });
  });

  test("of the machine is compared where both ran the most calls at once", () => {
    const takes = (contender: ContenderName, callsAtOnce: number, cpu: number, memory: number) => ({
      contender,
      callsAtOnce,
      cpuSecondsPerCallSecond: cpu,
      memoryMiBPerCall: memory,
    });
    const summary = summaryWith(cells, {
      resources: [
        takes("ema", 10, 0.06, 27),
        takes("session-tuned", 10, 0.1, 30),
        takes("ema", 20, 1, 1),
        takes("ema", 1, 0.9, 99),
        takes("session-tuned", 1, 0.1, 10),
      ],
    });
    expect(verdicts(summary, "CPU a call, of AgentSession’s, tuned")).toEqual([
      { where: "10 calls", value: 0.6, limit: 0.8, met: true },
    ]);
    expect(verdicts(summary, "Memory a call, of AgentSession’s, tuned")).toEqual([
      { where: "10 calls", value: 0.9, limit: 0.8, met: false },
    ]);
    expect(verdicts(summary, "Memory a call, of AgentSession’s at its defaults (does not count)")).toEqual(
      [],
    );
  });

  test("has no verdict on what was not run", () => {
    const { targets } = summaryWith([]);
    expect(targets.flatMap((target) => target.verdicts)).toEqual([]);
    expect(targets).toHaveLength(11);
  });
});
