import { describe, expect, test } from "vitest";
import { parseLine } from "#src/simulate/spoken-line.ts";

describe("a line of speech", () => {
  test("is words, pauses and sounds in the order in which they are written", () => {
    expect(parseLine("My number is 5 5 5 {pause 600} 0 1 4 2 {cough}")).toEqual([
      { kind: "words", text: "My number is 5 5 5" },
      { kind: "pause", ms: 600 },
      { kind: "words", text: "0 1 4 2" },
      { kind: "sound", sound: "cough" },
    ]);
  });

  test.each([
    ["{sneeze}", /one of \{cough\}, \{mhm\}/],
    ["wait {pause}", /\{pause 600\}/],
    ["wait {pause 0}", /\{pause 600\}/],
    ["wait {pause 600", /close every brace/],
    ["{pause 600}", /some words or a sound/],
    ["yes {cough} ...", /not punctuation alone/],
  ])("is refused with the remedy: %s", (line, remedy) => {
    expect(() => parseLine(line)).toThrow(remedy);
  });
});
