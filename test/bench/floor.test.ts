import { describe, expect, test } from "vitest";
import { floorOf } from "./floor.ts";
import { profileOf } from "./profiles.ts";
import { openers } from "./replies.ts";
import { quantile } from "./statistics.ts";

const always = (ms: number) => ({ p50: ms, p95: ms });

describe("the floor", () => {
  test("is one provider after the other, and the tokens of the opener but its first", () => {
    const extra = openers.map((opener) => (opener.split(" ").length - 1) * 10);
    expect(floorOf({ stt: always(200), llm: always(300), tts: always(150), perTokenMs: 10 })).toEqual({
      p50: 650 + (quantile(extra, 0.5) ?? 0),
      p95: 650 + (quantile(extra, 0.95) ?? 0),
    });
  });

  test("counts each of the three", () => {
    const fast = { stt: always(100), llm: always(100), tts: always(100), perTokenMs: 0 };
    expect(floorOf(fast).p50).toBe(300);
    for (const provider of ["stt", "llm", "tts"] as const)
      expect(floorOf({ ...fast, [provider]: always(140) }).p50).toBe(340);
  });

  test("of spread latencies lies above the sum of their medians and below that of their 95th percentiles", () => {
    const floor = profileOf("measured").floor;
    const repeated = profileOf("measured").floor;
    expect(floor).toEqual(repeated);
    expect(floor.p50).toBeGreaterThan(247 + 546 + 300);
    expect(floor.p50).toBeLessThan(1_250);
    // They are seldom slow together.
    expect(floor.p95).toBeGreaterThan(247 + 300 + 1_369);
    expect(floor.p95).toBeLessThan(298 + 600 + 1_369);
  });

  test("of the seed's profile is a second and a half and a word or two", () => {
    expect(profileOf("seed").floor).toEqual({ p50: 1_515, p95: 1_560 });
  });
});
