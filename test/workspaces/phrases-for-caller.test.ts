import { expect, it } from "vitest";
import { phrasesForCaller } from "#src/workspaces/phrases.ts";

const phrases = {
  goodbye: "Bye.",
  "safety.fire": "Out. We call you back.",
  "safety.fire.withheld": "Out. Call us back.",
  "safety.medical": "Call nine one one.",
};

it("a caller whose number is known is called back", () => {
  expect(phrasesForCaller(phrases, false)).toEqual({
    goodbye: "Bye.",
    "safety.fire": "Out. We call you back.",
    "safety.medical": "Call nine one one.",
  });
});

it("a caller whose number is withheld is asked to call back, where that makes a difference", () => {
  expect(phrasesForCaller(phrases, true)).toEqual({
    goodbye: "Bye.",
    "safety.fire": "Out. Call us back.",
    "safety.medical": "Call nine one one.",
  });
});
