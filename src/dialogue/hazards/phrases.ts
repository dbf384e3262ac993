/**
 * Phrases of a rule, and the words they are sought in. In a phrase, `*` stands for up to three words, `**` for up to ten,
 * and `kick|kicks` for either word.
 */
import { breakAfter, normalWords } from "#src/dialogue/understanding/words.ts";

export interface HazardWord {
  text: string;
  /** How the writing breaks after the word. */
  breaks: "" | "," | ".";
}

/** One of these words, or so many others at most. */
export type PhrasePart = { words: ReadonlySet<string>; mayGo: boolean } | { gap: number };

export function wordsOf(text: string): HazardWord[] {
  const words: HazardWord[] = [];
  for (const written of text.split(/\s+/)) {
    for (const word of normalWords(written)) words.push({ text: word, breaks: "" });
    const last = words.at(-1);
    if (last !== undefined && last.breaks !== ".") last.breaks = breakAfter(written) || last.breaks;
  }
  return words;
}

const gaps: ReadonlyMap<string, number> = new Map([
  ["*", 3],
  ["**", 10],
]);
const articlesAndIs = new Set("the a an is are was am were".split(" "));

/** `mend` is done to words that stand next to each other. Throws for a `|` that is not between two words. */
export function phraseParts(text: string, mend: (words: string[]) => string[]): PhrasePart[] {
  return text.split(/\s+(?=\*)|(?<=\*)\s+/).flatMap((stretch): PhrasePart[] => {
    const gap = gaps.get(stretch.trim());
    if (gap !== undefined) return [{ gap }];
    const choices = stretch.split(/\s+/).filter((word) => word !== "");
    if (!stretch.includes("|")) return mend(choices.flatMap(normalWords)).map((word) => wordPart([word]));
    return choices.flatMap((choice) =>
      choice.includes("|")
        ? [wordPart(choice.split("|").map((word) => singleWord(word, text)))]
        : mend(normalWords(choice)).map((word) => wordPart([word])),
    );
  });
}

/** The index after the match, `undefined` without one. Every word has to be there as it is written. */
export function endOfMatch(
  words: readonly HazardWord[],
  start: number,
  phrase: readonly PhrasePart[],
): number | undefined {
  return endFrom(words, start, phrase, 0, false);
}

/**
 * The same with the slack of speech: articles and `like`, `just` or `really` may come or go inside the phrase, `is` may be
 * left out, a word may be written as two (`out let`) or two as one (`gasleak`), and in a phrase of several words it may
 * have an s too many (`ceilings sagging`, for `ceiling's`).
 */
export function endOfSpokenMatch(
  words: readonly HazardWord[],
  start: number,
  phrase: readonly PhrasePart[],
): number | undefined {
  return endFrom(words, start, phrase, 0, true);
}

function singleWord(written: string, phrase: string): string {
  const [word, second] = normalWords(written);
  if (word === undefined || second !== undefined)
    throw new Error(`A | must stand between two single words, without spaces: "${phrase}"`);
  return word;
}

function wordPart(words: readonly string[]): PhrasePart {
  return { words: new Set(words), mayGo: words.every((word) => articlesAndIs.has(word)) };
}

function endFrom(
  words: readonly HazardWord[],
  at: number,
  phrase: readonly PhrasePart[],
  index: number,
  slack: boolean,
): number | undefined {
  const part = phrase[index];
  if (part === undefined) return at;
  if ("gap" in part) return endAfterGap(words, at, phrase, index, part.gap, slack);
  const word = words[at]?.text;
  if (word === undefined) return undefined;
  if (part.words.has(word)) return endFrom(words, at + 1, phrase, index + 1, slack);
  return slack ? endOutOfForm(words, at, phrase, index) : undefined;
}

function endAfterGap(
  words: readonly HazardWord[],
  at: number,
  phrase: readonly PhrasePart[],
  index: number,
  longest: number,
  slack: boolean,
): number | undefined {
  let others = 0;
  for (let next = at; next < words.length && others <= longest; next += 1) {
    const end = endFrom(words, next, phrase, index + 1, slack);
    if (end !== undefined) return end;
    if (!slack || !mayCome.has(words[next]?.text ?? "")) others += 1;
  }
  return undefined;
}

const mayCome = new Set(
  "the a an some this that my our his her their like just really very so right actually literally".split(" "),
);
/** Shorter ones come about by chance: `he at` is not `heat`. */
const shortestInTwo = 5;

/** Goes on where the word itself is not the one that the phrase has. */
function endOutOfForm(
  words: readonly HazardWord[],
  at: number,
  phrase: readonly PhrasePart[],
  index: number,
): number | undefined {
  const part = phrase[index];
  if (part === undefined || "gap" in part) return undefined;
  const word = words[at]?.text ?? "";
  const inTwo = word + (words[at + 1]?.text ?? "");
  if (inTwo.length >= shortestInTwo && part.words.has(inTwo))
    return endFrom(words, at + 2, phrase, index + 1, true);
  const single = withoutS(word);
  if (single !== undefined && phrase.length > 1 && part.words.has(single))
    return endFrom(words, at + 1, phrase, index + 1, true);
  const following = phrase[index + 1];
  if (following !== undefined && "words" in following && isBoth(word, part.words, following.words))
    return endFrom(words, at + 1, phrase, index + 2, true);
  if (index === 0) return undefined;
  return (
    (mayCome.has(word) ? endFrom(words, at + 1, phrase, index, true) : undefined) ??
    (part.mayGo && following !== undefined ? endFrom(words, at, phrase, index + 1, true) : undefined)
  );
}

/** `ceilings` to `ceiling`; undefined for what has no such form. */
export function withoutS(word: string): string | undefined {
  return word.length > 4 && word.endsWith("s") ? word.slice(0, -1) : undefined;
}

function isBoth(word: string, first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  for (const start of first) if (word.startsWith(start) && second.has(word.slice(start.length))) return true;
  return false;
}
