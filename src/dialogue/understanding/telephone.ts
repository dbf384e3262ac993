/** Telephone numbers: dictated in words, in digits, in pieces, or as `the one I'm calling from`. */
import type { Range, Spoken } from "./spoken.ts";

export type HeardNumber =
  | { kind: "complete"; digits: string; range: Range }
  | { kind: "partial"; digits: string }
  | { kind: "calling" };

const completeLength = 10;
const longest = 15;

const calling =
  /\b(?:this (?:same )?(?:number|phone|line|cell|one)|(?:the )?same number|(?:the )?(?:one|number|phone|line) (?:that )?(?:i am|you) (?:calling|called|on|see|have)|number i (?:called|call) (?:you )?(?:from|on)|i am calling (?:you )?(?:from|on|with)(?= \||$)|caller id)\b/;
const filler = /^(?:dash|hyphen|um|uh|and|then|area|code|is|it|the|number|plus|parentheses|space|so|\|)$/;
const correction = /^(?:no|sorry|wait|actually|mean|scratch|correction)$/;
const soundsLikeDigit: Readonly<Record<string, string>> = { for: "4", to: "2", too: "2", ate: "8", won: "1" };

export function telephoneIn(spoken: Spoken): HeardNumber | undefined {
  const runs = digitRuns(spoken.plain);
  const complete = runs.findLast(
    (run) => run.digits.length >= completeLength && run.digits.length <= longest,
  );
  if (complete !== undefined)
    return { kind: "complete", digits: telephoneDigits(complete.digits), range: complete };
  if (calling.test(spoken.plain)) return { kind: "calling" };
  const last = runs.at(-1);
  if (last === undefined || last.digits === "911") return undefined;
  const digits = /\barea code\b/.test(spoken.plain) ? last.digits.slice(-3) : last.digits;
  return { kind: "partial", digits };
}

/** Digits only, the leading 1 of a North American number left out, so that one number has one form. */
export function telephoneDigits(text: string): string {
  const digits = text.replace(/\D/g, "");
  return digits.length === 11 && digits.startsWith("1") ? digits.slice(1) : digits;
}

/** What is known after another piece. Three digits after seven are the area code that was asked for. */
export function joinPieces(before: string, piece: string): string {
  if (piece.length >= completeLength) return piece;
  if (before.length === 7 && piece.length === 3) return piece + before;
  const joined = before + piece;
  return joined.length > 11 ? piece : joined;
}

export function isComplete(digits: string): boolean {
  return digits.length >= completeLength;
}

interface Run extends Range {
  digits: string;
}

function digitRuns(plain: string): Run[] {
  const words = plain.split(" ");
  const runs: Run[] = [];
  let open: Run | undefined;
  let at = 0;
  for (const [index, word] of words.entries()) {
    const start = at;
    at += word.length + 1;
    const digits = digitsOf(words, index, open !== undefined);
    if (digits !== undefined) {
      if (open === undefined) {
        open = { digits: "", start, end: start };
        runs.push(open);
      }
      open.digits += digits;
      open.end = start + word.length;
    } else if (correction.test(word) || !filler.test(word)) open = undefined;
  }
  return runs;
}

function digitsOf(words: readonly string[], index: number, inRun: boolean): string | undefined {
  const word = words[index] ?? "";
  if (/^\d+$/.test(word)) return word;
  const next = words[index + 1] ?? "";
  if (/^(?:oh|o)$/.test(word) && inRun) return "0";
  return inRun && /^\d+$/.test(next) ? soundsLikeDigit[word] : undefined;
}
