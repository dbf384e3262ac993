/** An utterance as words, each of which a rule may mark as something that is not to be stored. */

/** `kept`: looked at, and harmless, whatever another rule would say. */
export type Label = "name" | "number" | "address" | "unit" | "email" | "kept";

export interface Token {
  start: number;
  end: number;
  written: string;
  /** In lower case, without a possessive's ending. */
  word: string;
  /** What stands between this word and the next. */
  after: string;
  /** Begins a sentence, so that its capital says nothing. */
  first: boolean;
  label: Label | undefined;
}

const word = /‹[a-z-]+›|[\p{L}\p{M}\p{N}]+(?:['’.@_:-][\p{L}\p{M}\p{N}]+)*/gu;

export function tokensOf(text: string): Token[] {
  const matches = [...text.matchAll(word)];
  return matches.map((match, index): Token => {
    const written = match[0];
    const end = match.index + written.length;
    const before = index === 0 ? "." : text.slice(endOf(matches[index - 1]), match.index);
    return {
      start: match.index,
      end,
      written,
      word: withoutPossessive(written.toLowerCase().replaceAll("’", "'")),
      after: text.slice(end, matches[index + 1]?.index ?? text.length),
      first: index === 0 || /[.!?…:;]["'”)]*\s*$/.test(before),
      // What was masked before stays so.
      label: written.startsWith("‹") ? "kept" : undefined,
    };
  });
}

/** A break that a speaker makes, or the utterance's end. */
export const breaks = (token: Token | undefined): boolean =>
  token === undefined || /[.,!?…;:–—]/.test(token.after);

/** Written with a capital where a plain word would not have one. */
export const capital = ({ first, written }: Token): boolean =>
  !first && /^\p{Lu}/u.test(written) && !/^\p{Lu}{2,}$/u.test(written) && written.length > 1;

/** Labels what no rule has labelled yet. */
export function mark(tokens: readonly Token[], from: number, to: number, label: Label): void {
  for (let at = Math.max(0, from); at < to; at++) {
    const token = tokens[at];
    if (token !== undefined) token.label ??= label;
  }
}

/** Where these words stand one after the other. */
export function placesOf(tokens: readonly Token[], words: readonly string[]): number[] {
  const [first] = words;
  if (first === undefined) return [];
  return tokens.flatMap((_, at) =>
    words.every((expected, index) => tokens[at + index]?.word === expected) ? [at] : [],
  );
}

/** `it's` and its like are two words, and no possessive. */
const withoutPossessive = (word: string): string =>
  /^(?:it|that|what|there|here|where|who|how|he|she|let|name|one)'s$/.test(word)
    ? word
    : word.replace(/'s$/, "");

function endOf(match: RegExpMatchArray | undefined): number {
  return match === undefined ? 0 : (match.index ?? 0) + match[0].length;
}
