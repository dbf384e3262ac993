import { expect, it } from "vitest";
import { memoryOf, parseRollup } from "./memory-of.ts";

it("reads what is resident, and what of it is a process's own share", () => {
  const rollup = [
    "00400000-7ffe0000 ---p 00000000 00:00 0  [rollup]",
    "Rss:              331776 kB",
    "Pss:              188416 kB",
    "Pss_Dirty:        102400 kB",
  ].join("\n");

  expect(parseRollup(rollup)).toEqual({ rss: 331_776 * 1_024, pss: 188_416 * 1_024 });
});

it("knows of no memory of a process that is not there", () => {
  expect(memoryOf(2 ** 30)).toBeUndefined();
});
