import { expect, it } from "vitest";
import { SentenceSplitter } from "#src/call/sentences.ts";

/** Fed a word at a time, as a model streams. */
function split(text: string): string[] {
  const splitter = new SentenceSplitter();
  return [...text.split(/(?<= )/).flatMap((word) => splitter.push(word)), ...splitter.flush()];
}

it("cuts at the ends of sentences", () => {
  expect(split("I'm sorry. Is anyone hurt? Please tell me!")).toEqual([
    "I'm sorry.",
    "Is anyone hurt?",
    "Please tell me!",
  ]);
});

it("cuts the first piece at a clause of three words or more, and no later one", () => {
  expect(split("Thank you so much, I have that. Now, one more thing, please.")).toEqual([
    "Thank you so much,",
    "I have that.",
    "Now, one more thing, please.",
  ]);
  expect(split("Okay, thanks. Bye.")).toEqual(["Okay, thanks.", "Bye."]);
});

it("leaves abbreviations and numbers whole", () => {
  expect(split("Go to St. James at 4.5 p.m. today. Fine.")).toEqual([
    "Go to St. James at 4.5 p.m. today.",
    "Fine.",
  ]);
});

it("says nothing for blanks", () => {
  expect(split("  ")).toEqual([]);
});
