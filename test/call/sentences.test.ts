import { expect, it } from "vitest";
import { SentenceSplitter } from "#src/call/sentences.ts";

/** Fed a word at a time, as a model streams. */
function split(text: string, isReady?: (sentence: string) => boolean): string[] {
  const splitter = new SentenceSplitter(isReady);
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

it("lets a sentence go that is ready, before anything follows it", () => {
  const splitter = new SentenceSplitter((sentence) => sentence === "Okay.");
  expect(["Ok", "ay", ".", " What", " now?"].map((token) => splitter.push(token))).toEqual([
    [],
    [],
    ["Okay."],
    [],
    [],
  ]);
  expect(splitter.flush()).toEqual(["What now?"]);
});

it("cuts what follows a ready sentence at its first clause", () => {
  const isReady = (sentence: string) => sentence === "Okay.";
  expect(split("Okay. Is the water running, or is it off? And now, at this moment, too?", isReady)).toEqual([
    "Okay.",
    "Is the water running,",
    "or is it off?",
    "And now, at this moment, too?",
  ]);
});

it("says nothing for blanks and for signs alone", () => {
  expect(split("  ")).toEqual([]);
  expect(split("Okay... Go on.", (sentence) => sentence.trim() === "Okay.")).toEqual(["Okay...", "Go on."]);
  expect(split("... ")).toEqual([]);
});
