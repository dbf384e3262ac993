import { describe, expect, test } from "vitest";
import { answered, cell, summaryWith, unanswered, wrong } from "./made-cells.ts";
import type { Summary } from "./summary.ts";

const firstOf = (summary: Summary) => summary.profiles[0]?.contenders[0];

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
