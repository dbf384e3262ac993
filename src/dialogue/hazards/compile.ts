/** Rules of `hazards.yaml`, made ready to be sought by the word with which a phrase begins. */
import type { HazardCategory } from "#machines/call/types.ts";
import { hazardCategories } from "#machines/call/types.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { unlessAnything } from "./hazard-context.ts";
import { mendMisheard } from "./misheard.ts";
import type { HazardWord } from "./phrases.ts";
import { phraseWords } from "./phrases.ts";
import type { Unless } from "./taken-back.ts";

export interface CompiledRule extends Unless {
  category: HazardCategory;
}

export interface CompiledPhrase {
  /** As the rule has it. */
  text: string;
  words: string[];
  rule: CompiledRule;
  /** The last word, and the last two written as one: without either, there is no match. */
  last: string;
  lastTwo: string;
}

/** By the first word, and by the first two written as one. */
export type PhraseIndex = ReadonlyMap<string, readonly CompiledPhrase[]>;

export function compileRules(rules: readonly HazardRule[]): PhraseIndex {
  const index = new Map<string, CompiledPhrase[]>();
  for (const rule of rules) {
    const compiled = compileRule(rule);
    for (const text of rule.heard) {
      const phrase = compilePhrase(text, compiled);
      const [first = "", second = "*"] = phrase.words;
      for (const key of second === "*" ? [first] : [first, first + second]) {
        const list = index.get(key) ?? [];
        list.push(phrase);
        index.set(key, list);
      }
    }
  }
  return index;
}

/** Words, and each two neighbours as one: by these a phrase is ruled out before it is tried. */
export function vocabularyOf(words: readonly HazardWord[]): ReadonlySet<string> {
  const vocabulary = new Set<string>();
  for (const [at, { text }] of words.entries()) {
    vocabulary.add(text);
    vocabulary.add(text + (words[at + 1]?.text ?? ""));
  }
  return vocabulary;
}

/** The phrases that may begin here, also where their first word was written as two. */
export function* phrasesAt(
  index: PhraseIndex,
  words: readonly HazardWord[],
  at: number,
  vocabulary: ReadonlySet<string>,
): Generator<CompiledPhrase> {
  const word = words[at]?.text ?? "";
  const next = words[at + 1]?.text ?? "";
  for (const first of next === "" ? [word] : [word, word + next])
    for (const phrase of index.get(first) ?? [])
      if (vocabulary.has(phrase.last) || vocabulary.has(phrase.lastTwo)) yield phrase;
}

function compilePhrase(text: string, rule: CompiledRule): CompiledPhrase {
  const words = mended(phraseWords(text));
  const last = words.at(-1);
  if (last === undefined || last === "*" || words[0] === "*")
    throw new Error(`A hazard phrase must begin and end with a word: "${text}" (${rule.category})`);
  return { text, words, rule, last, lastTwo: `${words.at(-2) ?? ""}${last}` };
}

function compileRule(rule: HazardRule): CompiledRule {
  const category = hazardCategories.find((known) => known === rule.category);
  if (category === undefined) throw new Error(`There is no hazard category "${rule.category}"`);
  const compiled: CompiledRule = { category, covering: [], before: [], after: [] };
  for (const text of [...rule.unless, ...unlessAnything]) {
    const words = mended(phraseWords(text.replaceAll("...", " ")));
    if (words.length === 0) throw new Error(`An empty "unless" phrase under ${rule.category}`);
    if (text.trim().startsWith("...")) compiled.after.push(words);
    else if (text.trim().endsWith("...") || words.length === 1) compiled.before.push(words);
    else compiled.covering.push(words);
  }
  return compiled;
}

/** What is mended in speech is mended in rules, or `see oh alarm` would never be heard again. */
function mended(words: readonly string[]): string[] {
  return mendMisheard(words.map((text) => ({ text, breaks: "" }))).map(({ text }) => text);
}
