import { expect, it } from "vitest";
import { percentile, slope, table } from "./figures.ts";

it("takes percentiles by nearest rank", () => {
  const values = [40, 10, 30, 20];

  expect([0.5, 0.75, 0.95].map((share) => percentile(values, share))).toEqual([20, 30, 40]);
  expect(percentile([], 0.5)).toBeNaN();
});

it("finds what each further call takes, whatever the process takes without one", () => {
  const levels = [{ calls: 1 }, { calls: 5 }, { calls: 10 }];

  expect(slope(levels, (index) => [108, 140, 180][index] ?? 0)).toBeCloseTo(8);
  expect(slope([{ calls: 1 }], () => 100)).toBeNaN();
});

it("writes a table whose columns are as wide as what is in them", () => {
  expect(table(["a", "bc"], [["long", "d"]])).toEqual(["| a    | bc |", "| ---- | -- |", "| long | d  |"]);
});
