/** A caller's words as the rules are tried on them: no fillers, nothing said twice in a row, mishearings mended. */
import { mendMisheard } from "./misheard.ts";
import type { HazardWord } from "./phrases.ts";
import { wordsOf } from "./phrases.ts";

const fillers = new Set("um umm uhm uh uhh er erm ah hm hmm mm eh".split(" "));

export function heardWords(text: string): HazardWord[] {
  return mendMisheard(withoutStutter(withoutFillers(wordsOf(text))));
}

function withoutFillers(words: readonly HazardWord[]): HazardWord[] {
  return words.filter(({ text }) => !fillers.has(text));
}

/** `the the`, `buzz buzzing`, but not `no, no`: a comma stands between two things said on purpose. */
function withoutStutter(words: readonly HazardWord[]): HazardWord[] {
  return words.filter(({ text, breaks }, at) => {
    const next = words[at + 1]?.text ?? "";
    return breaks !== "" || !(next === text || (text.length >= 3 && next.startsWith(text)));
  });
}
