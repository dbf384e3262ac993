/** Whether something around a match takes it back. */
import { overSince } from "./hazard-context.ts";
import { isDenied } from "./negation.ts";
import type { HazardWord, PhrasePart } from "./phrases.ts";
import { endOfMatch, phraseParts } from "./phrases.ts";

export interface Unless {
  /** The match lies inside one of these. */
  covering: (readonly PhrasePart[])[];
  before: (readonly PhrasePart[])[];
  after: (readonly PhrasePart[])[];
}

export function isTakenBack(
  words: readonly HazardWord[],
  start: number,
  end: number,
  unless: Unless,
): boolean {
  return (
    isDenied(words, start) ||
    isCovered(words, start, end, unless.covering) ||
    isBefore(words, start, unless.before) ||
    isAfter(words, end, unless.after)
  );
}

function isCovered(
  words: readonly HazardWord[],
  start: number,
  end: number,
  phrases: (readonly PhrasePart[])[],
): boolean {
  return phrases.some((phrase) => {
    for (let at = Math.max(0, end - phrase.length - 6); at <= start; at += 1) {
      const until = endOfMatch(words, at, phrase);
      if (until !== undefined && until >= end && words[until]?.text !== "of") return true;
    }
    return false;
  });
}

const nearby = 4;
const newSubject = /^(?:there|i|we|it|they|he|she|someone|somebody|now)$/;

function isBefore(words: readonly HazardWord[], start: number, phrases: (readonly PhrasePart[])[]): boolean {
  return phrases.some((phrase) => {
    for (let at = start - 1; at >= 0 && !endsClause(words, at); at -= 1) {
      const until = endOfMatch(words, at, phrase);
      if (until === undefined || until > start || start - until > nearby) continue;
      if (!words.slice(until, start).some((word) => newSubject.test(word.text))) return true;
    }
    return false;
  });
}

const continuing = new Set(["again", "still"]);
const over = overSince.map((text) => phraseParts(text, (words) => words));

function isAfter(words: readonly HazardWord[], end: number, phrases: (readonly PhrasePart[])[]): boolean {
  let last = end - 1;
  while (last < words.length - 1 && !endsClause(words, last)) last += 1;
  const rest = words.slice(end, last + 1);
  const sentence = words.slice(
    end,
    1 + words.findIndex((word, at) => at >= end - 1 && endsSentence(words, at, word)),
  );
  if (rest.some((word) => continuing.has(word.text)) || goesOn(sentence)) return false;
  return (
    phrases.some((phrase) => followsIn(rest, phrase)) || over.some((phrase) => occursIn(sentence, phrase))
  );
}

const sameThing = new Set("it they he she there that this".split(" "));

/** `Gas last week and it is still there` goes on; `broke in last month and the door still won't lock` does not. */
function goesOn(sentence: readonly HazardWord[]): boolean {
  return sentence.some(
    (word, at) =>
      continuing.has(word.text) &&
      (at === sentence.length - 1 ||
        [at - 1, at - 2].some((before) => sameThing.has(sentence[before]?.text ?? ""))),
  );
}

function endsSentence(words: readonly HazardWord[], at: number, word: HazardWord): boolean {
  return word.breaks === "." || at === words.length - 1;
}

const verb = /^(?:is|was|has|had|went|got)$/;
const preposition = /^(?:in|from|of|on|at|inside|under)$/;
const comparison = /^(?:like|than|as|since|until)$/;

/** `Smoke in the kitchen is gone` takes back; `smoke the heat is gone` has another subject, `like last year` compares. */
function followsIn(rest: readonly HazardWord[], phrase: readonly PhrasePart[]): boolean {
  return placesOf(rest, phrase).some((at) => {
    if (comparison.test(rest[at - 1]?.text ?? "")) return false;
    return at === 0 || !beginsWithVerb(phrase) || (at <= 3 && preposition.test(rest[0]?.text ?? ""));
  });
}

function beginsWithVerb([first]: readonly PhrasePart[]): boolean {
  return first !== undefined && "words" in first && [...first.words].some((word) => verb.test(word));
}

function occursIn(words: readonly HazardWord[], phrase: readonly PhrasePart[]): boolean {
  return placesOf(words, phrase).length > 0;
}

/** `The fire is out of control` is not `the fire is out`. */
function placesOf(words: readonly HazardWord[], phrase: readonly PhrasePart[]): number[] {
  return words.flatMap((_, at) => {
    const end = endOfMatch(words, at, phrase);
    return end !== undefined && words[end]?.text !== "of" ? [at] : [];
  });
}

/** A clause ends at a full stop or a comma, before `and` or `but`, and before a `now` that goes on. */
function endsClause(words: readonly HazardWord[], at: number): boolean {
  const next = words[at + 1]?.text ?? "";
  if ((words[at]?.breaks ?? "") !== "" || /^(?:and|but|though|because)$/.test(next)) return true;
  return next === "now" && at + 2 < words.length;
}
