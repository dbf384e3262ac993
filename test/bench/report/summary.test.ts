import { describe, expect, test } from "vitest";
import type { ContenderName } from "../contender.ts";
import type { BenchResult, Cell, Resources, Turn } from "../result.ts";
import { profiles } from "./fixture.ts";
import { summaryOf } from "./summary.ts";

const [seed] = profiles;
if (seed === undefined) throw new Error("no profile");
const nothingUsed = { llmRequests: 0, llmBrokenOff: 0, inputTokens: 0, outputTokens: 0, ttsCharacters: 0 };
const answered = (waitMs: number): Turn => ({ waitMs, wronglyTaken: false });
const wrong: Turn = { wronglyTaken: true };
const unanswered: Turn = { wronglyTaken: false };

const cell = (contender: ContenderName, rest: Partial<Cell>): Cell => ({
  contender,
  profile: "seed",
  caller: "short",
  audio: "wideband",
  calls: 1,
  turns: [],
  bargeIns: [],
  sounds: [],
  used: nothingUsed,
  ...rest,
});

function summaryWith(cells: readonly Cell[], resources: readonly Resources[] = [], floor = seed?.floor) {
  const machine = { cores: 2, processor: "p", memoryGiB: 4, node: "v24", agents: "1" };
  const result: BenchResult = {
    at: "2026-01-01T00:00:00.000Z",
    machine,
    turns: 2,
    seed: 1,
    profiles: profiles.slice(0, 1).map((profile) => ({ ...profile, floor: floor ?? profile.floor })),
    cells,
    resources,
  };
  return summaryOf(result);
}

const firstOf = (summary: ReturnType<typeof summaryOf>) => summary.profiles[0]?.contenders[0];
const verdicts = (summary: ReturnType<typeof summaryOf>, name: string) => {
  const found = summary.targets.find((target) => target.name === name);
  if (found === undefined) throw new Error(`no target ${name}`);
  return found.verdicts.map(({ where, value, limit, met }) => ({ where, value, limit, met }));
};

describe("a contender's figures", () => {
  test("leave wrongly taken and unanswered turns out of the waits, and count them", () => {
    const turns = [answered(100), answered(300), { waitMs: 5, wronglyTaken: true }, wrong, unanswered];
    expect(firstOf(summaryWith([cell("ema", { turns })]))?.all).toMatchObject({
      turns: 5,
      answered: 2,
      wait: { p50: 200, p95: 290, max: 300 },
      wronglyTaken: 2,
      wronglyTakenShare: 0.4,
      unanswered: 1,
    });
  });

  test("tell barge-ins that silenced from those that did not, and sounds that were got over", () => {
    const figures = firstOf(
      summaryWith([
        cell("ema", {
          bargeIns: [{ silencedMs: 80 }, { silencedMs: 100 }, {}],
          sounds: [
            { kind: "cough", silenced: false },
            { kind: "mhm", silenced: true, resumed: true },
            { kind: "mhm", silenced: true, resumed: false },
          ],
        }),
      ]),
    )?.all;
    expect(figures).toMatchObject({
      bargeIns: 3,
      silence: { p50: 90, p95: 99, max: 100 },
      notSilenced: 1,
      sounds: { made: 3, silenced: 2, resumed: 1 },
    });
  });

  test("are given by caller and by line, too, and not mixed with another contender's", () => {
    const first = firstOf(
      summaryWith([
        cell("ema", { turns: [answered(100)] }),
        cell("ema", { turns: [answered(500)], caller: "stories", audio: "telephone" }),
        cell("synchronous", { turns: [answered(9_000)] }),
      ]),
    );
    expect(first?.all.wait?.max).toBe(500);
    expect(first?.callers.map(({ name, figures }) => [name, figures.wait?.p50])).toEqual([
      ["short", 100],
      ["stories", 500],
    ]);
    expect(first?.audios.map(({ name, figures }) => [name, figures.wait?.p50])).toEqual([
      ["wideband", 100],
      ["telephone", 500],
    ]);
  });

  test("reckon use by the turn, and a call of two minutes by twelve of them", () => {
    const used = {
      llmRequests: 4,
      llmBrokenOff: 1,
      inputTokens: 2_000,
      outputTokens: 40,
      ttsCharacters: 200,
    };
    const { use } = firstOf(summaryWith([cell("ema", { turns: [answered(1), wrong], used })]))?.all ?? {};
    expect(use).toMatchObject({ llmRequests: 2, inputTokens: 1_000, outputTokens: 20, brokenOffShare: 0.25 });
    // Room 0.004, recognition 0.0116, 1,200 characters 0.018; 12,000 tokens in and 240 out: 0.0324 or 0.001944.
    expect(use?.cost["gpt-4o"]).toBeCloseTo(0.066, 6);
    expect(use?.cost["gpt-4o-mini"]).toBeCloseTo(0.035544, 6);
  });
});

describe("ours against the others", () => {
  const cells = [
    cell("ema", { turns: [answered(600)], bargeIns: [{ silencedMs: 120 }] }),
    cell("session-default", { turns: [answered(1_000)] }),
    cell("session-tuned", { turns: [answered(600)] }),
  ];

  test("is a part of theirs: below 1 where ours is shorter", () => {
    const [profile] = summaryWith(cells, [], { p50: 500, p95: 400 }).profiles;
    expect(profile?.toRivals).toEqual([
      { rival: "session-default", wait: { p50: 0.6, p95: 0.6 } },
      { rival: "session-tuned", wait: { p50: 1, p95: 1 } },
    ]);
    expect(profile?.toFloor).toEqual({ p50: 1.2, p95: 1.5 });
  });

  test("is held against the targets", () => {
    const summary = summaryWith(cells, [], { p50: 600, p95: 400 });
    const of = (name: string) => verdicts(summary, name);
    expect(of("Median wait, of AgentSession's at its defaults")).toEqual([
      { where: "seed", value: 0.6, limit: 0.7, met: true },
    ]);
    expect(of("Median wait, of AgentSession's, tuned")).toEqual([
      { where: "seed", value: 1, limit: 0.85, met: false },
    ]);
    expect(of("Median wait, of the floor")).toEqual([{ where: "seed", value: 1, limit: 1.1, met: true }]);
    expect(of("95th percentile, of the floor's")).toEqual([
      { where: "seed", value: 1.5, limit: 1.25, met: false },
    ]);
    expect(of("Median wait")).toEqual([{ where: "seed", value: 600, limit: 1_200, met: true }]);
    expect(of("Barge-in to silence, 95th percentile")).toEqual([
      { where: "seed", value: 120, limit: 100, met: false },
    ]);
  });

  test("takes as many turns wrongly as the tuned session may, by share and not by count", () => {
    const name = "Wrongly taken turns, no more than AgentSession's, tuned";
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
    const summary = summaryWith(cells, [
      takes("ema", 10, 0.06, 27),
      takes("session-tuned", 10, 0.1, 30),
      takes("ema", 20, 1, 1),
      takes("ema", 1, 0.9, 99),
      takes("session-tuned", 1, 0.1, 10),
    ]);
    expect(verdicts(summary, "CPU a call, of AgentSession's, tuned")).toEqual([
      { where: "10 calls", value: 0.6, limit: 0.8, met: true },
    ]);
    expect(verdicts(summary, "Memory a call, of AgentSession's, tuned")).toEqual([
      { where: "10 calls", value: 0.9, limit: 0.8, met: false },
    ]);
    expect(verdicts(summary, "Memory a call, of AgentSession's at its defaults")).toEqual([]);
  });

  test("has no verdict on what was not run", () => {
    const { targets } = summaryWith([]);
    expect(targets.flatMap((target) => target.verdicts)).toEqual([]);
    expect(targets).toHaveLength(11);
  });
});
