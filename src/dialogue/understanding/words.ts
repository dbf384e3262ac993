/** Spoken words as the recognizer writes them, brought to one form: lower case, no punctuation, contractions spelt out. */

const endings: readonly (readonly [RegExp, string])[] = [
  [/n't$/, "nt"],
  [/'s$/, " is"],
  [/'m$/, " am"],
  [/'re$/, " are"],
  [/'ve$/, " have"],
  [/'ll$/, " will"],
  [/'d$/, " would"],
];

const whole: ReadonlyMap<string, string> = new Map([
  ["cannot", "cant"],
  ["theres", "there is"],
  ["thats", "that is"],
  ["whats", "what is"],
  ["im", "i am"],
  ["ive", "i have"],
  ["its", "it is"],
  ["let's", "lets"],
]);
/** Most words are like this, and need no more than a look. */
const plainWord = /^[a-z]+$/;

/** The normal words of one written word: none for a lone dash, two for `it's`, two for `555-0142`. */
export function normalWords(written: string): string[] {
  if (plainWord.test(written) && !whole.has(written)) return [written];
  const lower = written.toLowerCase().replaceAll("’", "'");
  const bare = lower.replace(/^[^a-z0-9#+]+|[^a-z0-9]+$/g, "");
  const known = whole.get(bare);
  if (known !== undefined) return known.split(" ");
  let spelt = bare.replace(/^#/, "unit ").replace(/^([a-z])\.([a-z])$/, "$1 $2");
  for (const [ending, expansion] of endings) spelt = spelt.replace(ending, expansion);
  return spelt
    .replaceAll("'", "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** How the writing breaks after a word: not at all, at a comma, or at the end of a sentence. */
export function breakAfter(written: string): "" | "," | "." {
  if (/[a-z0-9]$/i.test(written)) return "";
  if (/^(?:apt|ste|st|ave|rd|dr|ln|blvd|mr|mrs|ms)\.$/i.test(written)) return "";
  if (/[.!?;:…]["')\]]*$/.test(written)) return /^[a-z]\.[a-z]\.$/i.test(written) ? "" : ".";
  return /[,–—-]["')\]]*$/.test(written) ? "," : "";
}

/** `maple street` to `Maple Street`. */
export function titleCase(words: string): string {
  return words.replace(/(^|\s)([a-z])/g, (letters) => letters.toUpperCase());
}
