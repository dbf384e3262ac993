/**
 * Whether the words before a hazard take it back: `no gas smell`, `I don't see any smoke`, `I don't think there's a fire`.
 * A missed hazard is far worse than a false one, so a negation reaches only over words that are listed here: anything
 * else between it and the hazard, and the hazard stands (`no heat and smoke is coming`, `no, I smell gas`).
 */
import type { HazardWord, PhrasePart } from "./phrases.ts";

const farthest = 12;

/** Deny a thing: `no smoke`, `not a fire`, `nobody is hurt`. */
const denials = new Set(
  "no not never without nobody none nothing nor neither isnt arent wasnt werent aint hasnt havent".split(" "),
);
/** Deny noticing: `don't smell gas`. `Can't breathe` denies nothing; `can't see any smoke` does. */
const verbDenials = new Set("dont doesnt didnt cant couldnt".split(" "));
const perception = new Set(
  "smell smells smelled smelling see saw seen seeing hear heard hearing feel felt notice noticed have has had got get think believe".split(
    " ",
  ),
);
/** `It didn't spark or smoke`. */
const happening = new Set("spark smoke burn catch explode".split(" "));
const opinion = new Set("think believe thought".split(" "));

const linking = new Set(
  (
    "a an any the of sign signs kind sort type trace more longer actual actually real really obvious visible active strange weird unusual " +
    "even smell smells odor odors smelling or nor either is are was were been being has have had got gotten getting " +
    "one body else seriously badly in on to like gas smoke fire fires flame flames spark sparks sparking burning carbon monoxide " +
    "leak leaks alarm injuries injury danger hissing sound sounds hurt injured bleeding anyone anybody us them"
  ).split(" "),
);
const subjects = new Set("i we it that there they you he she this is was were are".split(" "));
/** `not sure if`, `not only`, `no doubt`, `no idea`: they leave what follows standing. */
const notDenials = new Set(
  "sure certain only just doubt idea kidding joke joking way wonder matter problem".split(" "),
);

export function isDenied(words: readonly HazardWord[], start: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - farthest); at -= 1) {
    const word = words[at];
    if (word === undefined || word.breaks === "." || (word.breaks === "," && !continuesList(words, at)))
      return false;
    if (denials.has(word.text)) return !notDenials.has(words[at + 1]?.text ?? "");
    if (verbDenials.has(word.text)) {
      const next = words[at + 1]?.text ?? "";
      return perception.has(next) || happening.has(next);
    }
    if (!reaches(words, at)) return false;
  }
  return false;
}

const inside = new Set("not isnt arent wasnt werent didnt doesnt hasnt never".split(" "));

/** `The ceiling isn't sagging`: the denial stands where the phrase has its `*`, right before what it denies. */
export function isDeniedInside(
  words: readonly HazardWord[],
  end: number,
  phrase: readonly PhrasePart[],
): boolean {
  const star = phrase.findLastIndex((part) => "gap" in part);
  if (star < 0) return false;
  const asserted = end - (phrase.length - 1 - star);
  return [asserted - 1, asserted - 2].some(
    (at) => inside.has(words[at]?.text ?? "") && !notDenials.has(words[at + 1]?.text ?? ""),
  );
}

function reaches(words: readonly HazardWord[], at: number): boolean {
  const text = words[at]?.text ?? "";
  if (perception.has(text) && !linking.has(text)) return afterDenial(words, at);
  if (linking.has(text) && !subjects.has(text)) return true;
  return (
    (subjects.has(text) && followsOpinion(words, at)) ||
    (/^(?:is|are|was|were)$/.test(text) && !opensClause(words, at))
  );
}

/** `don't smell`, `haven't really seen`, `don't see or smell`. */
function afterDenial(words: readonly HazardWord[], at: number): boolean {
  const before = words[at - 1]?.text ?? "";
  return (
    verbDenials.has(before) || denials.has(before) || /^(?:really|actually|or|and|even|ever)$/.test(before)
  );
}

/** In `I don't think there is a fire` the denial reaches over the subject. */
function followsOpinion(words: readonly HazardWord[], at: number): boolean {
  for (let before = at - 1; before >= at - 3; before -= 1) {
    const text = words[before]?.text ?? "";
    if (opinion.has(text)) return verbDenials.has(words[before - 1]?.text ?? "");
    if (!subjects.has(text)) return false;
  }
  return false;
}

/** `no there is smoke`: `is` has a subject of its own. `Nobody is hurt`: it has not. */
function opensClause(words: readonly HazardWord[], at: number): boolean {
  return subjects.has(words[at - 1]?.text ?? "");
}

/** A comma inside a list that `or` or `nothing` closes: `no gas, smoke, or sparks`. */
function continuesList(words: readonly HazardWord[], at: number): boolean {
  let sinceComma = 0;
  for (let after = at + 1; after < words.length; after += 1) {
    const word = words[after];
    if (word === undefined) return false;
    if (/^(?:or|nor|nothing)$/.test(word.text)) return sinceComma <= 3;
    sinceComma = word.breaks === "," ? 0 : sinceComma + 1;
    if (sinceComma > 3 || word.breaks === ".") return false;
  }
  return false;
}
