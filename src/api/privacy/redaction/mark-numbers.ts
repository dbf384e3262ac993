/** Numbers of telephones, doors and accounts, in digits or as they are spoken; how many, how long and how cold is left. */
import { mark, type Token } from "./token.ts";
import { isPlain } from "./plain-words.ts";

const digitWords = new Set("zero oh o one two three four five six seven eight nine nought niner".split(" "));
const largerWords = new Set(
  (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty " +
    "seventy eighty ninety hundred thousand"
  ).split(" "),
);
const repeats = new Set(["double", "triple"]);
/** Heard for a digit between digits. */
const soundsLikeDigit = new Set("to too for ate won".split(" "));

const measures = new Set(
  (
    "hour minute mins min second day week month year inch inches feet foot ft gallon degree degrees percent dollar bucks people persons person kid " +
    "child children adults time room floor story o'clock pm am a.m p.m volts amps celsius fahrenheit of more old in-law cat dog baby parts " +
    "fifteen-ish ish flight sets set quarter half quarters"
  ).split(" "),
);
const notMeasures = new Set(
  "is was this us his yes thanks always street alias as apartments units".split(" "),
);
const between = new Set("or to and and a maybe full whole more".split(" "));
const saysReading = new Set(
  "says reads reading showing about below above under over almost like only just at it's its is around nearly".split(
    " ",
  ),
);
const place = new Set("inside outside in".split(" "));
const secretBefore =
  /^(?:code|pin|number|password|account|lockbox|keypad|combination|extension|zip|ends|ending)$/;
/** No numbers of anybody's. */
const fixed = [
  ["nine", "one", "one"],
  ["twenty", "four", "seven"],
  ["twenty", "four", "hours"],
];

export function markNumbers(tokens: readonly Token[], strict: boolean): void {
  for (const words of fixed)
    tokens.forEach((_, at) => {
      const run = tokens.slice(at, at + words.length);
      const stands = words.every((word, index) => run[index]?.word === word);
      const longer = isNumberWord(tokens[at - 1]) || isNumberWord(tokens[at + words.length]);
      if (stands && !longer) mark(tokens, at, at + words.length, "kept");
    });
  for (let at = 0; at < tokens.length;) {
    const end = endOfRun(tokens, at);
    if (end > at) markRun(tokens, at, end, strict);
    at = Math.max(end, at + 1);
  }
}

/** One that is spoken: not `one` in `no one`, which the caller of this has to see to. */
export const isNumberWord = (token: Token | undefined): boolean =>
  token !== undefined && (digitWords.has(token.word) || largerWords.has(token.word));
export const hasDigits = (token: Token | undefined): boolean =>
  token !== undefined && token.label === undefined && /\d/.test(token.word);

function endOfRun(tokens: readonly Token[], from: number): number {
  let at = from;
  for (;;) {
    const [token, next] = [tokens[at], tokens[at + 1]];
    if (token === undefined || token.label !== undefined) return at;
    const counts = isNumberWord(token) || /^\p{N}/u.test(token.word);
    const joins =
      (repeats.has(token.word) && (isNumberWord(next) || hasDigits(next))) ||
      (at > from && soundsLikeDigit.has(token.word) && (isNumberWord(next) || hasDigits(next))) ||
      (at > from && token.word === "and" && tokens[at - 1]?.word === "hundred" && isNumberWord(next));
    if (!counts && !joins) return at;
    // A comma between two counts is a pause in a dictated number, and makes none of two amounts.
    at++;
  }
}

function markRun(tokens: readonly Token[], from: number, end: number, strict: boolean): void {
  const run = tokens.slice(from, end);
  const [only] = run;
  if (only === undefined) return;
  const secret = secretBefore.test(wordAt(tokens, from - 1)) || secretBefore.test(wordAt(tokens, from - 2));
  const digits = run.some((token) => /\d/.test(token.word));
  if (run.length === 1 && digits && isHarmlessDigits(only)) return mark(tokens, from, end, "kept");
  const short =
    run.length <= (digits ? 1 : 2) && run.every(({ word }) => word.replace(/\D/g, "").length <= 3);
  if (short && !secret && (isMeasure(tokens, end) || (!strict && isReading(tokens, from, end))))
    return mark(tokens, from, end, "kept");
  if (digits || run.length > 1) return mark(tokens, from, end, "number");
  // One small number in words gives nobody away, unless it was asked for or is part of something longer.
  if (secret || (strict && !/^(?:one|oh|o)$/.test(only.word))) mark(tokens, from, end, "number");
}

function isHarmlessDigits({ word }: Token): boolean {
  return /^(?:911|24-7|\d{1,2}:\d{2}(?:am|pm)?|co2|h2o|2x4|\d{1,2}(?:am|pm|min|mins|hrs?|ft|in|deg|f|k)|\d{2,3}v|\d{1,2}(?:st|nd|rd|th))$/.test(
    word,
  );
}

function isMeasure(tokens: readonly Token[], end: number): boolean {
  let at = end;
  while (at < end + 4 && (between.has(wordAt(tokens, at)) || (at > end && countsAt(tokens, at)))) at++;
  const word = wordAt(tokens, at);
  if (measures.has(word) || measures.has(word.replace(/s$/, ""))) return true;
  return at === end && word.length > 3 && word.endsWith("s") && !notMeasures.has(word) && isPlain(word);
}

function isReading(tokens: readonly Token[], from: number, end: number): boolean {
  const next = wordAt(tokens, end);
  return saysReading.has(wordAt(tokens, from - 1)) && place.has(next);
}

const countsAt = (tokens: readonly Token[], at: number): boolean =>
  isNumberWord(tokens[at]) || /^\d{1,3}$/.test(wordAt(tokens, at));
const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word ?? "";
