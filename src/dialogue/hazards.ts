/** Hears life-safety hazards in a caller's words: phrases from `hazards.yaml`, deterministic, far under a millisecond. */
import type { HazardCategory } from "#machines/call/types.ts";
import { hazardCategories } from "#machines/call/types.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { unlessAnything } from "#src/dialogue/hazards/hazard-context.ts";
import { endOfMatch, phraseWords, wordsOf } from "#src/dialogue/hazards/phrases.ts";
import type { Unless } from "#src/dialogue/hazards/taken-back.ts";
import { isTakenBack } from "#src/dialogue/hazards/taken-back.ts";

/** The hazards that these words assert, in the order of `hazardCategories`. */
export type HazardRecognizer = (text: string) => HazardCategory[];

/**
 * Throws for an unknown category and for a phrase that cannot match. `*` in a phrase stands for up to three words. An
 * `unless` phrase takes a match back in one of three ways:
 * - `fire drill`: the match lies inside these words;
 * - `what if ...`: these words come before it, at most four words away, in the same clause (a lone word means this, too);
 * - `... last year`: these words come after it, in the same clause, unless it is `again`, `still` or `now`.
 */
export function createHazardRecognizer(rules: readonly HazardRule[]): HazardRecognizer {
  const compiled = compile(rules);
  return (text) => {
    const words = wordsOf(text);
    const heard = new Set<HazardCategory>();
    for (let start = 0; start < words.length; start += 1) {
      for (const phrase of compiled.get(words[start]?.text ?? "") ?? []) {
        if (heard.has(phrase.rule.category)) continue;
        const end = endOfMatch(words, start, phrase.words);
        if (end !== undefined && !isTakenBack(words, start, end, phrase.rule))
          heard.add(phrase.rule.category);
      }
    }
    return hazardCategories.filter((category) => heard.has(category));
  };
}

interface CompiledRule extends Unless {
  category: HazardCategory;
}

interface CompiledPhrase {
  words: string[];
  rule: CompiledRule;
}

/** Phrases by their first word. */
function compile(rules: readonly HazardRule[]): Map<string, CompiledPhrase[]> {
  const phrases = new Map<string, CompiledPhrase[]>();
  for (const rule of rules) {
    const compiled = compileRule(rule);
    for (const text of rule.heard) {
      const words = phraseWords(text);
      const [first] = words;
      if (first === undefined || first === "*" || words.at(-1) === "*")
        throw new Error(`A hazard phrase must begin and end with a word: "${text}" (${rule.category})`);
      const list = phrases.get(first) ?? [];
      list.push({ words, rule: compiled });
      phrases.set(first, list);
    }
  }
  return phrases;
}

function compileRule(rule: HazardRule): CompiledRule {
  const category = hazardCategories.find((known) => known === rule.category);
  if (category === undefined) throw new Error(`There is no hazard category "${rule.category}"`);
  const compiled: CompiledRule = { category, covering: [], before: [], after: [] };
  for (const text of [...rule.unless, ...unlessAnything]) {
    const words = phraseWords(text.replaceAll("...", " "));
    if (words.length === 0) throw new Error(`An empty "unless" phrase under ${rule.category}`);
    if (text.trim().startsWith("...")) compiled.after.push(words);
    else if (text.trim().endsWith("...") || words.length === 1) compiled.before.push(words);
    else compiled.covering.push(words);
  }
  return compiled;
}
