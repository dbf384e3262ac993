import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { hazardCategories } from "#machines/call/types.ts";
import { createHazardRecognizer } from "#src/dialogue/hazards.ts";
import { durationsOf } from "#src/dialogue/scoring/durations.ts";
import { parseLabelledSet } from "#src/dialogue/scoring/labelled-set.ts";
import { earlyIn } from "#src/dialogue/scoring/prefixes.ts";
import { precisionOf, recallOf, scoreOf, sumOf } from "#src/dialogue/scoring/score.ts";
import { createTriage } from "#src/dialogue/triage.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";

const rules = parse(readFileSync("prompts/default/hazards.yaml", "utf8")) as HazardRule[];
const set = parseLabelledSet(readFileSync("test/dialogue/corpus/hazards.tsv", "utf8"));
const hazardsIn = createHazardRecognizer(rules);
const score = scoreOf(set, createTriage(rules));
const early = earlyIn(set, hazardsIn);
const everything = Object.values(score.byCategory);

describe("the labelled set", () => {
  test("has at least twenty utterances of each hazard, clean and noisy ones", () => {
    const few = hazardCategories.filter(
      (category) =>
        score.byCategory[category].clean.expected < 20 || score.byCategory[category].noisy.expected < 20,
    );

    expect(few).toEqual([]);
  });

  test("has every utterance once", () => {
    expect(new Set(set.map(({ text }) => text)).size).toBe(set.length);
  });

  test("calls an utterance with a hazard a danger to life, and no other", () => {
    const wrong = set.filter(({ hazards, urgency }) => hazards.length > 0 !== (urgency === "lifeSafety"));

    expect(wrong).toEqual([]);
  });
});

describe("of the labelled set", () => {
  test.each(["clean", "noisy"] as const)("98 of 100 hazards are heard in %s speech", (speech) => {
    expect(recallOf(sumOf(everything.map((tally) => tally[speech])))).toBeGreaterThanOrEqual(0.98);
  });

  test.each(["clean", "noisy"] as const)("95 of 100 hazards heard in %s speech are there", (speech) => {
    expect(precisionOf(sumOf(everything.map((tally) => tally[speech])))).toBeGreaterThanOrEqual(0.95);
  });

  test.each(hazardCategories)("95 of 100 utterances with %s are heard, clean and noisy alike", (category) => {
    const { clean, noisy } = score.byCategory[category];

    expect(recallOf(clean)).toBeGreaterThanOrEqual(0.95);
    expect(recallOf(noisy)).toBeGreaterThanOrEqual(0.95);
  });

  test("95 of 100 utterances have the urgency that they are labelled with", () => {
    const right = score.urgency.clean.right + score.urgency.noisy.right;

    expect(right / set.length).toBeGreaterThanOrEqual(0.95);
  });

  test("two of three hazards are heard before the last word", () => {
    expect(early.earlier / early.hazards).toBeGreaterThanOrEqual(2 / 3);
  });

  test("three of four harmless utterances sound harmless from their first word to their last", () => {
    expect(early.alarmed.length / early.harmless).toBeLessThan(1 / 4);
  });
});

describe("98 of 100 hazards are heard in the set", () => {
  const bare = (text: string) => text.toLowerCase().replace(/[.,!?;]/g, "");

  test.each<[string, (text: string) => string]>([
    ["in capitals", (text) => text.toUpperCase()],
    ["in small letters without punctuation", bare],
    ["without apostrophes", (text) => bare(text).replaceAll("'", "")],
    ["without articles", (text) => bare(text).replace(/\b(?:the|an?) /g, "")],
    ["with every word stuttered", (text) => bare(text).replace(/\S+/g, "$& $&")],
    ["with a filler after every word", (text) => text.split(" ").join(" um ")],
  ])("%s", (_, written) => {
    const spoken = scoreOf(
      set.map((labelled) => ({ ...labelled, text: written(labelled.text) })),
      createTriage(rules),
    );
    const all = sumOf(Object.values(spoken.byCategory).flatMap(({ clean, noisy }) => [clean, noisy]));

    expect(recallOf(all)).toBeGreaterThanOrEqual(0.98);
    expect(precisionOf(all)).toBeGreaterThanOrEqual(0.95);
  });
});

test("half of the utterances take less than half a millisecond", () => {
  const { median } = durationsOf(
    set.map(({ text }) => text),
    hazardsIn,
  );

  expect(median).toBeLessThan(0.5);
});

test("without rules nothing is heard", () => {
  const deaf = scoreOf(set, createTriage([]));

  expect(sumOf(Object.values(deaf.byCategory).flatMap(({ clean, noisy }) => [clean, noisy]))).toEqual({
    expected: early.hazards + score.mistakes.flatMap(({ missed }) => missed).length,
    found: 0,
    falseAlarms: 0,
  });
});
