import { describe, expect, test } from "vitest";
import { madeResult } from "./fixture.ts";
import { answered, cell, resultWith } from "./made-cells.ts";
import { textTable } from "./text.ts";
import { contenderLabels } from "./words.ts";

describe("the run in a terminal", () => {
  test("fits 120 columns, with each contender in each profile, and the targets last", () => {
    const result = madeResult();
    const text = textTable(result);
    const lines = text.split("\n");
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    for (const label of Object.values(contenderLabels)) {
      // Three tables a profile, and a line for each number of calls.
      expect(lines.filter((line) => line.startsWith(`${label} `))).toHaveLength(3 * 3 + 3);
    }
    expect(text.split("\n\n").at(-1)).toMatch(/^TARGETS {2}\d+ of 21 met\n/);
  });

  test("says by how much a target was missed, and what was not measured", () => {
    const text = textTable(
      resultWith([cell("ema", { turns: [answered(1_300)] })], { floor: { p50: 1_000, p95: 1_000 } }),
    );
    const rows = text.split("\n").map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(["Median wait", "seed", "≤ 1,200 ms", "1,300 ms", "missed by 100 ms"]);
    expect(rows).toContainEqual(["Median wait, of the floor", "seed", "≤ 1.100", "1.300", "missed by 0.200"]);
    expect(rows).toContainEqual(["Median wait, of AgentSession’s, tuned", "–", "–", "–", "not measured"]);
    expect(text).toContain("TARGETS  0 of 3 met");
  });

  test("puts a contender's figures into its own line", () => {
    const text = textTable(
      resultWith(
        [
          cell("ema", { turns: [answered(500)], bargeIns: [{ silencedMs: 90 }, {}] }),
          cell("session-tuned", {
            turns: [answered(1_000), { wronglyTaken: true }, { wronglyTaken: false }],
          }),
        ],
        { floor: { p50: 400, p95: 400 } },
      ),
    );
    const rows = text.split("\n").map((line) => line.split(/ {2,}/));
    const ours = ["EMA", "1", "500", "500", "500", "1.25", "–", "0", "0.0%", "0", "90", "90", "90", "1/2"];
    const waits = ["3", "1,000", "1,000", "1,000", "2.50", "0.50"];
    expect(rows).toContainEqual(ours);
    expect(rows).toContainEqual(["AgentSession, tuned", ...waits, "1", "33.3%", "1", "–", "–", "–", "0/0"]);
  });
});
