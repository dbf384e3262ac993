/**
 * Words without meaning that the chart takes as it took the real ones. Whatever `words.ts`, `endpointing.ts` and the guards
 * look at stays: listening sounds, yes and no, words that lead on, how many digits there are, punctuation. Every other word
 * becomes syllables, the same word the same ones within a call, and two words begin alike exactly as far as the real ones
 * do, because the chart asks whether a transcript is the beginning of another.
 */

/** None of these gives anything away. */
const kept = new Set(
  (
    "mhm mm mmm hm hmm uh um huh ah okay ok yeah yes yep yup right sure alright all i see got it no nope nah correct " +
    "that's that is am do fine agree go ahead and but so or because cause er erm well like the a an my our your his her " +
    "their are was it's its there's i'm we're we to at in on of with from for about then which when if double triple"
  ).split(" "),
);
const digitWords = new Set("zero oh one two three four five six seven eight nine".split(" "));
/** No word that is kept, and no digit's, is made of these. */
const syllables = "q x z v j k"
  .split(" ")
  .flatMap((consonant) => "a e i o u".split(" ").map((vowel) => consonant + vowel));

interface Node {
  children: Map<string, { syllable: string; node: Node }>;
}

/** One for a call: what it maps to is nowhere kept. `random` is 0 up to 1. */
export function createWordRedactor(random: () => number): (text: string) => string {
  const root: Node = { children: new Map() };
  const numbers = new Map<string, string>();

  const meaningless = (letters: string): string => {
    let node = root;
    let written = "";
    for (const letter of letters) {
      let child = node.children.get(letter);
      if (!child) {
        const taken = new Set([...node.children.values()].map(({ syllable }) => syllable));
        const free = syllables.filter((syllable) => !taken.has(syllable));
        child = {
          syllable: free[Math.floor(random() * free.length)] ?? "qa",
          node: { children: new Map() },
        };
        node.children.set(letter, child);
      }
      written += child.syllable;
      node = child.node;
    }
    return written;
  };
  /** As many digits, the same number the same ones; one or two digits cannot be told apart and give nothing away. */
  const number = (digits: string): string => {
    if (digits.length < 3) return "5".repeat(digits.length);
    const known = numbers.get(digits);
    if (known !== undefined) return known;
    const same = [...numbers.keys()].filter(({ length }) => length === digits.length).length;
    const made = `${"5".repeat(digits.length - 2)}${String(same % 100).padStart(2, "0")}`;
    numbers.set(digits, made);
    return made;
  };
  const word = (token: string): string =>
    kept.has(token) ? token : token.replace(/[a-z]+|[0-9]+/g, (part) => run(part, part === token));
  const run = (part: string, alone: boolean): string => {
    if (/^[0-9]/.test(part)) return number(part);
    if (digitWords.has(part)) return "five";
    return alone || !kept.has(part) ? meaningless(part) : part;
  };

  return (text) => {
    const lower = text.toLowerCase();
    // Said alone it is a sound of listening; elsewhere it is a zero.
    const alone = /^[^a-z0-9']*oh[^a-z0-9']*$/.test(lower);
    return lower
      .replace(/[a-z0-9']+/g, (token) => (alone ? token : word(token)))
      .replace(/[^\x20-\x7e\s]/gu, "é");
  };
}
