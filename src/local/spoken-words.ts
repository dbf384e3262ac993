/** Written sentences as the words that a caller says: lower-case, numbers and letters spelled out. */

export const digitWords = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
] as const;

const teens = [
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
];
export const smallNumbers: readonly string[] = [...digitWords, ...teens, "nineteen"];
export const tens: readonly string[] = [
  "twenty",
  "thirty",
  "forty",
  "fifty",
  "sixty",
  "seventy",
  "eighty",
  "ninety",
];

/** "Apt. 4B, 555-0123" becomes apt, four, b, five, five, five, zero, one, two, three. */
export function spokenWords(sentence: string): string[] {
  const tokens = sentence
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .match(/\d+|[\p{L}']+/gu);
  return (tokens ?? []).flatMap((token) => (/^\d/.test(token) ? spokenNumber(token) : [token]));
}

/** Up to 99 as a number; longer ones digit by digit, as telephone and unit numbers are said. */
function spokenNumber(digits: string): string[] {
  const value = Number(digits);
  const isPlain = digits.length <= 2 && !digits.startsWith("0");
  const small = smallNumbers[value];
  if (isPlain && small !== undefined) return [small];
  const ten = tens[Math.floor(value / 10) - 2];
  if (isPlain && ten !== undefined)
    return value % 10 === 0 ? [ten] : [ten, ...spokenNumber(String(value % 10))];
  return Array.from(digits, (digit) => digitWords[Number(digit)] ?? digit);
}
