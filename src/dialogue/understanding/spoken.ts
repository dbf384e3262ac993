/** An utterance in the form in which the extractors read it, with the way back to the words as they were said. */
import { spokenNumberAt } from "./numbers.ts";
import { breakAfter, normalWords } from "./words.ts";

export interface Range {
  start: number;
  end: number;
}

export interface Spoken {
  /** As the recognizer wrote it. */
  written: string;
  /** Normal words, numbers in digits, ` | ` where the writing breaks: `no | the unit is 4d`. */
  plain: string;
  /** What was said without these ranges of `plain`; a gap stays in each one's place. */
  without(ranges: readonly Range[]): string;
}

interface Piece extends Range {
  from: number;
  to: number;
}

export function hear(text: string): Spoken {
  const written = text.trim().split(/\s+/);
  const { plain, pieces } = normalForm(written);
  return {
    written: text.trim(),
    plain,
    without: (ranges) => cut(written, pieces, ranges),
  };
}

function normalForm(written: readonly string[]): { plain: string; pieces: Piece[] } {
  const words: { text: string; source: number }[] = [];
  for (const [source, token] of written.entries()) {
    for (const text of normalWords(token)) words.push({ text, source });
    if (breakAfter(token) !== "" && source < written.length - 1) words.push({ text: "|", source });
  }
  const texts = words.map((word) => word.text);
  const pieces: Piece[] = [];
  let plain = "";
  for (let at = 0; at < words.length;) {
    const number = asNumber(texts, at);
    const length = number?.length ?? 1;
    const start = plain === "" ? 0 : plain.length + 1;
    plain += (plain === "" ? "" : " ") + (number?.digits ?? texts[at] ?? "");
    pieces.push({
      start,
      end: plain.length,
      from: words[at]?.source ?? 0,
      to: words[at + length - 1]?.source ?? 0,
    });
    at += length;
  }
  return { plain, pieces };
}

const beforeNumber = /^(unit|apartment|apt|suite|flat|number|room|code|double|triple)$/;
const letter = /^([a-z]|bee|be|see|sea|dee|gee)$/;

/** `one` and `oh` are mostly not numbers when they stand alone: `no one`, `oh no`. */
function asNumber(texts: readonly string[], at: number) {
  const number = spokenNumberAt(texts, at);
  const word = texts[at] ?? "";
  if (number?.length !== 1 || !/^(one|oh|o)$/.test(word)) return number;
  const before = texts[at - 1] ?? "";
  const after = texts[at + 1] ?? "";
  const nearNumber = /^\d+$/.test(after) || /^\d+$/.test(before);
  const named =
    word === "one" && (beforeNumber.test(before) || (letter.test(after) && !/^[io]$/.test(after)));
  return nearNumber || named ? number : undefined;
}

/** Stands where something was cut out. */
export const gap = "⋯";

function cut(written: readonly string[], pieces: readonly Piece[], ranges: readonly Range[]): string {
  const gone = new Set<number>();
  for (const piece of pieces) {
    if (!ranges.some((range) => piece.start < range.end && range.start < piece.end)) continue;
    for (let source = piece.from; source <= piece.to; source += 1) gone.add(source);
  }
  return written
    .map((token, source) => (gone.has(source) ? (gone.has(source - 1) ? "" : gap) : token))
    .filter((token) => token !== "")
    .join(" ");
}
