/** Hears life-safety hazards in a caller's words: phrases from `hazards.yaml`, deterministic, far under a millisecond. */
import type { HazardCategory } from "#machines/call/types.ts";
import { hazardCategories } from "#machines/call/types.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { type CompiledPhrase, compileRules, phrasesFor } from "#src/dialogue/hazards/compile.ts";
import { heardWords } from "#src/dialogue/hazards/heard-words.ts";
import { endOfSpokenMatch } from "#src/dialogue/hazards/phrases.ts";
import { isDeniedInside } from "#src/dialogue/hazards/negation.ts";
import { isTakenBack } from "#src/dialogue/hazards/taken-back.ts";

/** A hazard, and the phrase that asserts it as `hazards.yaml` has it. */
export interface HeardHazard {
  category: HazardCategory;
  phrase: string;
}

/**
 * The hazards that these words assert, in the order of `hazardCategories`. `unfinished`: more words may follow, so a lone word
 * at the end asserts nothing yet: "my gas" may be "my gas bill".
 */
export type HazardRecognizer = (text: string, unfinished?: boolean) => HazardCategory[];

/** Throws as `createHazardFinder` does. */
export function createHazardRecognizer(rules: readonly HazardRule[]): HazardRecognizer {
  const hazardsIn = createHazardFinder(rules);
  return (text, unfinished) => hazardsIn(text, unfinished).map(({ category }) => category);
}

/**
 * Each hazard that the words assert, once, with the first phrase that does so, in the order of `hazardCategories`.
 *
 * Throws for an unknown category and for a phrase that cannot match. `*` in a phrase stands for up to three words. An
 * `unless` phrase takes a match of its own rule back in one of three ways:
 * - `fire drill`: the match lies inside these words;
 * - `what if ...`: these words come before it, at most four words away, in the same clause (a lone word means this, too);
 * - `... last year`: these words come after it, in the same clause, unless it is `again`, `still` or `now`.
 */
export function createHazardFinder(
  rules: readonly HazardRule[],
): (text: string, unfinished?: boolean) => HeardHazard[] {
  const phrases = compileRules(rules);
  return (text, unfinished = false) => {
    const words = heardWords(text);
    const phrasesAt = phrasesFor(phrases, words);
    const heard = new Map<HazardCategory, string>();
    const assert = (start: number, { parts: phrase, rule, text: written }: CompiledPhrase): void => {
      if (heard.has(rule.category)) return;
      const end = endOfSpokenMatch(words, start, phrase);
      const mayGoOn = unfinished && end === words.length && end - start === 1;
      if (
        end !== undefined &&
        !mayGoOn &&
        !isTakenBack(words, start, end, rule) &&
        !isDeniedInside(words, end, phrase)
      )
        heard.set(rule.category, written);
    };
    for (let start = 0; start < words.length; start += 1)
      for (const phrase of phrasesAt(start)) assert(start, phrase);
    return hazardCategories.flatMap((category) => {
      const phrase = heard.get(category);
      return phrase === undefined ? [] : [{ category, phrase }];
    });
  };
}
