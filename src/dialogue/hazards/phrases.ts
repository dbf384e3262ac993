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

/** The index after the match, `undefined` without one. */
export function endOfMatch(
  words: readonly HazardWord[],
  start: number,
  phrase: readonly string[],
  from = 0,
): number | undefined {
  let at = start;
  for (let index = from; index < phrase.length; index += 1) {
    if (phrase[index] === "*") {
      for (let skipped = 0; skipped <= 3; skipped += 1) {
        const end = endOfMatch(words, at + skipped, phrase, index + 1);
        if (end !== undefined) return end;
      }
      return undefined;
    }
    if (words[at]?.text !== phrase[index]) return undefined;
    at += 1;
  }
  return at;
}
