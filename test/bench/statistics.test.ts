import { describe, expect, test } from "vitest";
import { quantile, spread } from "./statistics.ts";

describe("a quantile", () => {
  test("lies between the two nearest samples, in whatever order they come", () => {
    expect(quantile([40, 10, 30, 20], 0.5)).toBe(25);
    expect(quantile([40, 10, 30, 20], 0.25)).toBe(17.5);
  });

  test("is the least at 0 and the greatest at 1, by number and not by spelling", () => {
    expect([quantile([9, 100, 20], 0), quantile([9, 100, 20], 1)]).toEqual([9, 100]);
  });

  test("of one sample is that sample, of none there is none", () => {
    expect([quantile([7], 0.95), quantile([], 0.5)]).toEqual([7, undefined]);
  });
});

test("a spread is the median, the 95th percentile and the worst", () => {
  const samples = Array.from({ length: 101 }, (_, index) => 100 - index);
  expect(spread(samples)).toEqual({ p50: 50, p95: 95, max: 100 });
  expect(spread([])).toBeUndefined();
});
