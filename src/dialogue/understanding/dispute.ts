/** What the caller calls wrong without saying what is right: `the number is wrong`. */
import type { Question } from "#src/dialogue/questions.ts";
import type { Spoken } from "./spoken.ts";

export type Disputable = "callbackNumber" | "unit" | "address" | "name" | "problem";

const nouns: readonly (readonly [Disputable, RegExp])[] = [
  ["callbackNumber", /\b(?:phone|telephone|call ?back|number(?! of))\b/],
  ["unit", /\b(?:unit|apartment)\b/],
  ["address", /\b(?:address|building|street)\b/],
  ["name", /\bname\b/],
  ["problem", /\bproblem\b/],
];
const wrong =
  /\b(?:wrong|incorrect|not (?:right|correct|my|the right)|isnt (?:right|correct|my)|mistake|change|different|another)\b/;

/** After `What should I change?` the noun alone says it. */
export function disputedIn(spoken: Spoken, asked: Question | undefined): Disputable | undefined {
  if (asked !== "confirm" && asked !== "change") return undefined;
  if (asked === "confirm" && !wrong.test(spoken.plain)) return undefined;
  const plain = spoken.plain.replace(/\b(?:unit|apartment) number\b/g, "unit").replace(/\bno problem\b/g, "");
  return nouns.find(([, noun]) => noun.test(plain))?.[0];
}
