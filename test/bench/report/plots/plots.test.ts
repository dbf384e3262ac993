import { describe, expect, test } from "vitest";
import type { ContenderName } from "../../contender.ts";
import { style } from "../style.ts";
import { barPlot } from "./bars.ts";
import { scaleTo } from "./scale.ts";
import { stripPlot } from "./strip.ts";

const named = { id: "a", title: "t", description: "d" };
const xs = (text: string, kind: string, contender: ContenderName) =>
  [...text.matchAll(new RegExp(`class="${kind} ${contender}" d="([^"]*)"`, "g"))].flatMap(([, path = ""]) =>
    [...path.matchAll(/M([\d.]+)/g)].map(([, x]) => Number(x)),
  );

describe("an axis", () => {
  test("goes in round steps from zero past the greatest value", () => {
    expect(scaleTo(1_838, 0, 100).ticks).toEqual([0, 500, 1_000, 1_500, 2_000]);
    expect(scaleTo(0.03, 0, 100).limit).toBeCloseTo(0.03, 9);
    expect(scaleTo(0, 0, 100)).toMatchObject({ limit: 1, ticks: [0, 0.25, 0.5, 0.75, 1] });
  });

  test("gives each value its place, and what lies beyond the end", () => {
    const scale = scaleTo(400, 10, 210);
    expect([0, 100, 400, 999].map((value) => scale.place(value))).toEqual([10, 60, 210, 210]);
  });
});

test("a bar is as long as its value, beginning at zero", () => {
  const rows = (["ema", "session-tuned", "synchronous"] as const).map((contender, index) => ({
    contender,
    value: [20, 40, undefined][index],
  }));
  const { text } = barPlot({ ...named, rows, written: String });
  expect([...text.matchAll(/<rect [^>]* width="([^"]*)"/g)].map(([, wide]) => Number(wide))).toEqual([
    169, 338, 0,
  ]);
});

describe("a strip", () => {
  test("has the samples, their median and the 95th percentile in their places", () => {
    const rows = [{ contender: "ema" as const, samples: [0, 100, 400] }];
    const { text } = stripPlot({ ...named, rows, guides: [{ at: 200, words: "g", kind: "floor" }] });
    const place = (value: number) => 8 + (338 * value) / 400;
    expect(xs(text, "dots", "ema")).toEqual([0, 100, 400].map(place));
    expect(xs(text, "median", "ema")).toEqual([place(100)]);
    expect(xs(text, "p95", "ema")).toEqual([320.7]);
    expect(xs(text, "guide", "floor" as ContenderName)).toEqual([place(200)]);
  });

  test("counts what is far beyond the others, and does not draw it", () => {
    const rows = [
      { contender: "ema" as const, samples: [100, 110, 120] },
      { contender: "synchronous" as const, samples: [900, 1_000] },
    ];
    const { text } = stripPlot({ ...named, rows, guides: [] });
    expect(xs(text, "dots", "ema")).toHaveLength(3);
    expect(xs(text, "dots", "synchronous")).toEqual([]);
    expect(text).toContain("2 of 2 beyond");
  });
});

test("every colour stands out from what it is drawn on, by light and by dark", () => {
  const pairs = (name: string) =>
    new RegExp(`${name}[^;]*light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(style)?.slice(1) ?? [];
  const card = pairs("--card:");
  const owns = [...style.matchAll(/^\.([a-z-]+) \{ --own/gm)].map(([, name]) =>
    pairs(`\\.${name} \\{ --own:`),
  );
  const contrasts = owns.flatMap((own) => own.map((colour, scheme) => contrast(colour, card[scheme] ?? "")));
  expect(contrasts).toHaveLength(10);
  expect(contrasts.filter((ratio) => !(ratio >= 3))).toEqual([]);
});

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** As WCAG reckons it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
