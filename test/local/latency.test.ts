import { describe, expect, test } from "vitest";
import { parseBehaviour } from "#src/local/behaviour.ts";
import { createDraws } from "#src/local/draws.ts";
import { latencyAt, medianOf } from "#src/local/latency.ts";

const spread = { p50: 546, p95: 1_369 };

/** How many of 100 draws lie at or under `ms`. */
function percentUnder(ms: number, seed: string): number {
  const draws = createDraws(seed);
  const count = 20_000;
  const under = Array.from({ length: count }, () => draws.moment()(spread)).filter((draw) => draw <= ms);
  return (under.length * 100) / count;
}

describe("a spread latency", () => {
  test("has its quantiles where they were asked for, and is lognormal between and beyond them", () => {
    // One standard deviation to each side: 84.1 and 15.9 of 100.
    const deviation = Math.log(1_369 / 546) / 1.6449;
    for (const [ms, percent] of [
      [546, 50],
      [1_369, 95],
      [546 * Math.exp(deviation), 84.1],
      [546 * Math.exp(-deviation), 15.9],
    ] as const) {
      expect(percentUnder(ms, "call")).toBeGreaterThan(percent - 1);
      expect(percentUnder(ms, "call")).toBeLessThan(percent + 1);
    }
  });

  test("is its median where nothing is drawn, and does not vary where the quantiles are one", () => {
    expect(medianOf(spread)).toBe(546);
    expect(latencyAt({ p50: 300, p95: 300 }, 2.5)).toBe(300);
    expect([medianOf(80), latencyAt(80, 3)]).toEqual([80, 80]);
  });
});

describe("draws", () => {
  const latencies = (seed: string, jitters = 0): number[] => {
    const draws = createDraws(seed);
    return Array.from({ length: 5 }, () => {
      for (let asked = 0; asked < jitters; asked++) draws.jitter(10);
      return draws.moment()(spread);
    });
  };

  test("are the same for the same seed and others for another", () => {
    expect(latencies("one")).toEqual(latencies("one"));
    expect(latencies("one")).not.toEqual(latencies("two"));
    expect(new Set(latencies("one")).size).toBe(5);
  });

  test("of latencies are not shifted by jitter", () => {
    expect(latencies("one", 3)).toEqual(latencies("one"));
  });

  test("of one moment are one: what is spread alike takes equally long, and what is wider is longer or shorter", () => {
    const moment = createDraws("one").moment();
    expect(moment(spread)).toBe(moment({ ...spread }));
    const wide = moment({ p50: 546, p95: 5_000 });
    expect(Math.sign(wide - 546)).toBe(Math.sign(moment(spread) - 546));
    expect(Math.abs(Math.log(wide / 546))).toBeGreaterThan(Math.abs(Math.log(moment(spread) / 546)));
  });

  test("of jitter lie between nothing and what was asked for", () => {
    const draws = createDraws("one");
    const jitters = Array.from({ length: 500 }, () => draws.jitter(40));
    expect(Math.min(...jitters)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...jitters)).toBeLessThan(40);
    expect(Math.max(...jitters) - Math.min(...jitters)).toBeGreaterThan(35);
  });
});

test.for([
  [{ llm: { firstTokenMs: { p50: 500, p95: 400 } } }, "must not be less than `p50`"],
  [{ tts: { firstByteMs: { p50: 0, p95: 400 } } }, "tts.firstByteMs"],
  [{ stt: { finalMs: { p50: 200 } } }, "stt.finalMs"],
  [{ stt: { finalMs: -1 } }, "stt.finalMs"],
] as const)("%j is refused", ([input, message]) => {
  expect(() => parseBehaviour(input)).toThrow(message);
});
