import { describe, expect, test } from "vitest";
import { loadCheckedPacks } from "#src/checked-packs.ts";
import { createHazardRecognizer } from "#src/dialogue/hazards.ts";
import { parseLine } from "#src/simulate/spoken-line.ts";
import { callerNames } from "../result.ts";
import { linesBy } from "./lines.ts";
import { callScripts } from "./script.ts";

const turnsOf = (...args: Parameters<typeof callScripts>) => callScripts(...args).flat();
const pausesIn = (text: string): number[] =>
  parseLine(text).flatMap((part) => (part.kind === "pause" ? [part.ms] : []));

describe.for([...callerNames])("the caller '%s'", (caller) => {
  test("does the same for the same seed, and something else for another", () => {
    expect(callScripts(caller, 15, 4)).toEqual(callScripts(caller, 15, 4));
    expect(callScripts(caller, 15, 4)).not.toEqual(callScripts(caller, 15, 5));
  });

  test("has all turns, shared out evenly over calls of at most eight", () => {
    expect(callScripts(caller, 15, 1).map(({ length }) => length)).toEqual([8, 7]);
    expect(callScripts(caller, 17, 1).map(({ length }) => length)).toEqual([6, 6, 5]);
    expect(callScripts(caller, 3, 1).map(({ length }) => length)).toEqual([3]);
  });

  test("says everything before anything again", () => {
    const count = linesBy[caller].length;
    const said = turnsOf(caller, count, 1).map(({ text }) => text.replaceAll(/\{pause \d+\}/g, "{pause}"));
    expect(said.toSorted()).toEqual([...linesBy[caller]].toSorted());
  });

  test("says nothing that is a hazard, for which the call would turn to other things", () => {
    for (const pack of loadCheckedPacks("prompts")) {
      const hazardsIn = createHazardRecognizer(pack.hazards);
      const heard = linesBy[caller].flatMap((line) => {
        const chunks = line.split("{pause}");
        return chunks.map((_, last) => chunks.slice(0, last + 1).join(""));
      });
      for (const words of heard)
        expect([words, hazardsIn(words), hazardsIn(words, true)]).toEqual([words, [], []]);
    }
  });
});

test("a story has one to three pauses of 300 to 900 ms, all of them before more words", () => {
  const pauses = turnsOf("stories", 60, 1).map(({ text }) => {
    expect(parseLine(text).at(-1)).toMatchObject({ kind: "words" });
    return pausesIn(text);
  });
  for (const inLine of pauses) {
    expect(inLine.length).toBeGreaterThanOrEqual(1);
    expect(inLine.length).toBeLessThanOrEqual(3);
  }
  expect(Math.min(...pauses.flat())).toBeGreaterThanOrEqual(300);
  expect(Math.max(...pauses.flat())).toBeLessThanOrEqual(900);
  // They are drawn, and not all of a kind.
  expect(new Set(pauses.flat()).size).toBeGreaterThan(40);
});

test("hesitations are long pauses, whatever they stand in", () => {
  const pauses = turnsOf("hesitations", 60, 1).flatMap(({ text }) => pausesIn(text));
  expect(pauses.length).toBeGreaterThan(60);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(400);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(900);
});

test("who barges in hears the greeting, and lets no other speech come to its end", () => {
  for (const call of callScripts("barge-ins", 16, 2)) {
    expect(call[0]?.bargeInAfterMs).toBeUndefined();
    for (const { bargeInAfterMs } of call.slice(1)) {
      expect(bargeInAfterMs).toBeGreaterThanOrEqual(800);
      expect(bargeInAfterMs).toBeLessThanOrEqual(1_800);
    }
  }
});

test("coughs and murmurs take turns, and only their caller makes any", () => {
  const kinds = turnsOf("sounds", 8, 1).map(({ sound }) => sound?.kind);
  expect(kinds).toEqual(["cough", "mhm", "cough", "mhm", "cough", "mhm", "cough", "mhm"]);
  for (const caller of callerNames.filter((name) => name !== "sounds"))
    for (const turn of turnsOf(caller, 8, 1)) expect(turn.sound).toBeUndefined();
});
