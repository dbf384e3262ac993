/** How a line of speech is written: words, and in braces a pause or a sound, as in `5 5 5 {pause 600} 0 1 4 2 {cough}`. */

export const sounds = ["cough", "mhm"] as const;
export type Sound = (typeof sounds)[number];

export type LinePart =
  | { kind: "words"; text: string }
  | { kind: "pause"; ms: number }
  | { kind: "sound"; sound: Sound };

const longestPause = 60_000;

/** The line's parts in order. Throws an `Error` whose message is the remedy, for instance for an unknown sound. */
export function parseLine(line: string): LinePart[] {
  const parts = line
    .split(/(\{[^{}]*\})/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")
    .map((piece) => (piece.startsWith("{") && piece.endsWith("}") ? inBraces(piece) : words(piece)));
  if (!parts.some((part) => part.kind !== "pause")) throw new Error("write some words or a sound");
  return parts;
}

/** The line's words as they are written, one by one; sounds and pauses are not words. */
export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function inBraces(piece: string): LinePart {
  const inside = piece.slice(1, -1).trim();
  const sound = sounds.find((name) => name === inside);
  if (sound !== undefined) return { kind: "sound", sound };
  const ms = Number(/^pause (\d+)$/.exec(inside)?.[1] ?? Number.NaN);
  if (ms > 0 && ms <= longestPause) return { kind: "pause", ms };
  throw new Error(
    `in braces, write {pause 600} (milliseconds, at most ${longestPause}) or one of {${sounds.join("}, {")}}`,
  );
}

function words(text: string): LinePart {
  if (/[{}]/.test(text)) throw new Error("close every brace that is opened, as in {pause 600}");
  if (wordsOf(text).length === 0) throw new Error("write words around the braces, not punctuation alone");
  return { kind: "words", text };
}
