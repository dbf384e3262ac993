import { expect, test } from "vitest";
import { arpaModel } from "#src/local/language-model.ts";
import { smartFormat } from "#src/local/smart-format.ts";
import { spokenWords } from "#src/local/spoken-words.ts";

test.for([
  ["Apt. 4B, please!", "apt four b please"],
  ["I’m at 42 Oak, unit 310.", "i'm at forty two oak unit three one zero"],
  ["20 or 07", "twenty or zero seven"],
] as const)("%s is spoken as: %s", ([written, spoken]) => {
  expect(spokenWords(written).join(" ")).toBe(spoken);
});

test.for([
  ["my number is five five five two oh one three three four seven", "My number is 555-201-3347."],
  ["i live in apartment four b", "I live in apartment 4 b."],
  ["forty two people and one dog", "42 people and one dog."],
  ["no i'm fine", "No I'm fine."],
  ["", ""],
] as const)("%s is written as: %s", ([spoken, written]) => {
  const words = spoken === "" ? [] : spoken.split(" ");
  expect(
    smartFormat(words)
      .map(({ text }) => text)
      .join(" "),
  ).toBe(written);
  expect(smartFormat(words).reduce((sum, { spoken }) => sum + spoken, 0)).toBe(words.length);
});

test("after every context of the language model, the probabilities of all words sum to one", () => {
  const model = arpaModel([["i", "smell", "gas"], ["i", "smell", "smoke"], ["smoke"]], ["yes"]);
  const grams = new Map<string, { log: number; backOff: number }>();
  for (const line of model.split("\n")) {
    const match = /^(?<log>-?[\d.]+) (?<words>[^\d-].*?)(?: (?<backOff>-?\d[\d.]*))?$/.exec(line)?.groups;
    const backOff = Number(match?.["backOff"] ?? 0);
    if (match?.["words"]) grams.set(match["words"], { log: Number(match["log"]), backOff });
  }
  const logOf = (context: string[], word: string): number => {
    const gram = grams.get([...context, word].join(" "));
    if (gram !== undefined) return gram.log;
    return (grams.get(context.join(" "))?.backOff ?? 0) + logOf(context.slice(1), word);
  };
  const words = ["i", "smell", "gas", "smoke", "yes", "</s>"];
  for (const context of [[], ["<s>"], ["i"], ["<s>", "i"], ["i", "smell"], ["gas", "smoke"], ["smoke"]]) {
    const sum = words.reduce((total, word) => total + 10 ** logOf(context, word), 0);
    expect(sum).toBeCloseTo(1, 3);
  }
});
