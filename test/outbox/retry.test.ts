import { describe, expect, it } from "vitest";
import { backoffMs, parseRetryAfter } from "#src/outbox/retry.ts";

const backoff = { backoffBaseMs: 500, backoffCapMs: 3_000 };
const now = Date.parse("2026-01-31T12:00:00.000Z");

describe("backoff", () => {
  it("doubles with every attempt up to the cap, and chance takes at most half of it", () => {
    const attempts = [1, 2, 3, 4, 5, 60, 5_000];
    expect(attempts.map((n) => backoffMs(n, () => 0, backoff))).toEqual([
      250, 500, 1_000, 1_500, 1_500, 1_500, 1_500,
    ]);
    expect(attempts.map((n) => backoffMs(n, () => 0.5, backoff))).toEqual([
      375, 750, 1_500, 2_250, 2_250, 2_250, 2_250,
    ]);
  });
});

describe("Retry-After", () => {
  it.each([
    ["7", 7_000],
    [" 0 ", 0],
    ["Sat, 31 Jan 2026 12:01:30 GMT", 90_000],
    ["Saturday, 31-Jan-26 12:01:30 GMT", 90_000],
    ["Sat, 31 Jan 2026 11:00:00 GMT", 0],
    ["Sat, 31 Jan 2026 12:01:30 +0000", undefined],
    ["soon", undefined],
    ["-3", undefined],
    ["1.5", undefined],
    ["2026", 2_026_000],
    ["Sat, 31 Foo 2026 11:00:00 GMT", undefined],
    ["", undefined],
    [null, undefined],
  ])("%j asks for %j ms", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
