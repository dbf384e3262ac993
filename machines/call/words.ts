/** What the chart reads from recognized words, and no more than that: never their meaning, only whose turn it is. */
import type { CallContext, CallEvent, Expectation } from "./types.ts";

/** Sounds that say "I am listening", whatever was asked. */
const listeningSounds = new Set([
  "mhm",
  "mm",
  "mmm",
  "hm",
  "hmm",
  "uh",
  "um",
  "huh",
  "ah",
  "oh",
  "mm hmm",
  "uh huh",
  "mm hm",
]);
/** Words that say "I am listening" unless a yes or no is awaited. */
const listeningWords = new Set([
  "okay",
  "ok",
  "yeah",
  "yes",
  "yep",
  "right",
  "sure",
  "alright",
  "all right",
  "i see",
  "got it",
]);

export const normalize = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9' ]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const ones = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** One spelling for what sounds alike, spaces left out: `forty-two, unit four B` and `42 unit 4B` are the same words. */
export function asSpoken(text: string): string {
  const words = normalize(text).split(" ");
  return words
    .map((word, at) => {
      if (tens.includes(words[at - 1] ?? "") && ones.indexOf(word) > 0) return "";
      if (!tens.includes(word)) return digitsOf(word);
      return String(10 * (tens.indexOf(word) + 2) + Math.max(0, ones.indexOf(words[at + 1] ?? "")));
    })
    .join("");
}

function digitsOf(word: string): string {
  if (ones.includes(word)) return String(ones.indexOf(word));
  return teens.includes(word) ? String(10 + teens.indexOf(word)) : word;
}

/** All words of the caller's present turn. */
export const turnWords = (context: CallContext): string => `${context.finals} ${context.interim}`.trim();

/** A recognizer that was opened anew may hear the same words twice: a final of three words or more, at once, is no new one. */
export function repeatsFinal(
  { finals, finalAt }: CallContext,
  { at, text }: Extract<CallEvent, { type: "stt.final" }>,
): boolean {
  const words = normalize(text);
  return (
    at - finalAt < 3000 &&
    words.split(" ").length >= 3 &&
    countDigits(words) === 0 &&
    normalize(finals).endsWith(words)
  );
}

export const isListeningWord = (text: string): boolean => listeningWords.has(normalize(text));

/** Words said over the agent that do not ask for the floor. */
export function isBackchannel(text: string, expects: Expectation): boolean {
  const words = normalize(text);
  return words === "" || listeningSounds.has(words) || (expects !== "yesNo" && listeningWords.has(words));
}

const digitWord = /\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b/g;
const repeated = /\b(?:double|triple)\b/g;

/** Digits said so far, written or spoken; `double five` counts two. */
export function countDigits(text: string): number {
  const spoken = normalize(text);
  return (
    (spoken.match(/\d/g)?.length ?? 0) +
    (spoken.match(digitWord)?.length ?? 0) +
    (spoken.match(repeated)?.length ?? 0)
  );
}
