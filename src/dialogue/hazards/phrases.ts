/** Phrases with `*` for up to three words, and the words they are sought in. */
import { breakAfter, normalWords } from "#src/dialogue/understanding/words.ts";

export interface HazardWord {
  text: string;
  /** How the writing breaks after the word. */
  breaks: "" | "," | ".";
}

export function wordsOf(text: string): HazardWord[] {
  const words: HazardWord[] = [];
  for (const written of text.split(/\s+/)) {
    for (const word of normalWords(written)) words.push({ text: word, breaks: "" });
    const last = words.at(-1);
    if (last !== undefined && last.breaks !== ".") last.breaks = breakAfter(written) || last.breaks;
  }
  return words;
}

export function phraseWords(text: string): string[] {
  return text.split(/\s+/).flatMap((word) => (word === "*" ? ["*"] : normalWords(word)));
}

/** The index after the match, `undefined` without one. Every word has to be there as it is written. */
export function endOfMatch(
  words: readonly HazardWord[],
  start: number,
  phrase: readonly string[],
): number | undefined {
  return endFrom(words, start, phrase, 0, exactly);
}

/**
 * The same with the slack of speech: articles and `like`, `just` or `really` may come or go inside the phrase, `is` may be
 * left out, and a word may be written as two (`out let`) or two as one (`gasleak`).
 */
export function endOfSpokenMatch(
  words: readonly HazardWord[],
  start: number,
  phrase: readonly string[],
): number | undefined {
  return endFrom(words, start, phrase, 0, spoken);
}

/** Where to go on after a word of the phrase: how many words were said for it, and how many of the phrase they were. */
interface Step {
  said: number;
  meant: number;
}
type Steps = (words: readonly HazardWord[], at: number, phrase: readonly string[], index: number) => Step[];

function endFrom(
  words: readonly HazardWord[],
  at: number,
  phrase: readonly string[],
  index: number,
  steps: Steps,
): number | undefined {
  if (index >= phrase.length) return at;
  if (phrase[index] === "*") {
    let others = 0;
    for (let next = at; next < words.length && others <= 3; next += 1) {
      const end = endFrom(words, next, phrase, index + 1, steps);
      if (end !== undefined) return end;
      if (steps === exactly || !mayCome.has(words[next]?.text ?? "")) others += 1;
    }
    return undefined;
  }
  for (const { said, meant } of steps(words, at, phrase, index)) {
    const end = endFrom(words, at + said, phrase, index + meant, steps);
    if (end !== undefined) return end;
  }
  return undefined;
}

function exactly(words: readonly HazardWord[], at: number, phrase: readonly string[], index: number): Step[] {
  return words[at]?.text === phrase[index] ? [{ said: 1, meant: 1 }] : [];
}

const mayCome = new Set(
  "the a an some this that my our his her their like just really very so right actually literally".split(" "),
);
const mayGo = new Set("the a an is are was am were".split(" "));
/** Shorter ones come about by chance: `he at` is not `heat`. */
const shortestInTwo = 5;

function spoken(words: readonly HazardWord[], at: number, phrase: readonly string[], index: number): Step[] {
  const word = words[at]?.text;
  const wanted = phrase[index] ?? "";
  if (word === undefined) return [];
  if (word === wanted) return [{ said: 1, meant: 1 }];
  const next = words[at + 1]?.text ?? "";
  if (wanted.length >= shortestInTwo && next !== "" && word + next === wanted) return [{ said: 2, meant: 1 }];
  const following = phrase[index + 1];
  if (following !== undefined && following !== "*" && word === wanted + following)
    return [{ said: 1, meant: 2 }];
  if (index === 0) return [];
  return [
    ...(mayCome.has(word) ? [{ said: 1, meant: 0 }] : []),
    ...(mayGo.has(wanted) && index < phrase.length - 1 ? [{ said: 0, meant: 1 }] : []),
  ];
}
