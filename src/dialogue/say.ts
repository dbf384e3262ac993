/** Facts as they are said: numbers digit by digit, the caller's own words turned to them. */

const digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** `5555550142` to `five five five, five five five, zero one four two`. */
export function sayNumber(number: string): string {
  const known = number.replace(/\D/g, "");
  const tail = known.slice(-10);
  const groups = [known.slice(0, -10), tail.slice(0, -7), tail.slice(-7, -4), tail.slice(-4)];
  return groups
    .filter((group) => group !== "")
    .map(sayDigits)
    .join(", ");
}

/** `4B` is read well as it stands; `101` is not. */
export function sayUnit(unit: string): string {
  return /^\d{3,}/.test(unit) ? unit.replace(/\d+/, (run) => `${sayDigits(run)} `).trim() : unit;
}

/** `My sink is leaking.` to `your sink is leaking`, to stand inside a sentence. */
export function sayBack(words: string): string {
  const swapped = words.replace(
    /\b(?:i'm|i am|i've|i have|i was|i|me|my|mine|we're|we are|we have|we've|we|our|us)\b/gi,
    (word) => {
      return toCaller[word.toLowerCase()] ?? word;
    },
  );
  return swapped.replace(/[.!?,;\s]+$/, "").replace(/^[A-Z](?=[a-z']|\s)/, (letter) => letter.toLowerCase());
}

/** `Maple Court or Willow House`. */
export function sayChoice(names: readonly string[]): string {
  return names.slice(0, 3).join(", or ");
}

const toCaller: Readonly<Record<string, string>> = {
  "i'm": "you're",
  "i am": "you are",
  "i've": "you've",
  "i have": "you have",
  "i was": "you were",
  i: "you",
  me: "you",
  my: "your",
  mine: "yours",
  "we're": "you're",
  "we are": "you are",
  "we have": "you have",
  "we've": "you've",
  we: "you",
  our: "your",
  us: "you",
};

function sayDigits(run: string): string {
  return Array.from(run, (digit) => digits[Number(digit)] ?? digit).join(" ");
}
