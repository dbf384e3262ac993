/** Rules of `hazards.yaml`, made ready to be sought by the word with which a phrase begins. */
import type { HazardCategory } from "#machines/call/types.ts";
import { hazardCategories } from "#machines/call/types.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { unlessAnything } from "./hazard-context.ts";
import { mendMisheard } from "./misheard.ts";
import type { HazardWord, PhrasePart } from "./phrases.ts";
import { phraseParts, withoutS } from "./phrases.ts";
import type { Unless } from "./taken-back.ts";

interface CompiledRule extends Unless {
  category: HazardCategory;
}

export interface CompiledPhrase {
  /** As the rule has it. */
  text: string;
  parts: readonly PhrasePart[];
  rule: CompiledRule;
  /** What the last word can be, also written as one with the word before: without any of them, there is no match. */
  last: readonly string[];
}

/** By the first word, and by the first two written as one. */
export type PhraseIndex = ReadonlyMap<string, readonly CompiledPhrase[]>;

export function compileRules(rules: readonly HazardRule[]): PhraseIndex {
  const index = new Map<string, CompiledPhrase[]>();
  const anything = compileUnless(unlessAnything, "any hazard");
  for (const rule of rules) {
    const compiled = compileRule(rule, anything);
    for (const text of rule.heard) {
      const phrase = compilePhrase(text, compiled);
      for (const key of [...wordsAt(phrase.parts, 0), ...pairsAt(phrase.parts, 0)]) {
        const list = index.get(key) ?? [];
        list.push(phrase);
        index.set(key, list);
      }
    }
  }
  return index;
}

/** For a place among these words: the phrases that may begin there, also where their first word was written as two or with an s. */
export function phrasesFor(
  index: PhraseIndex,
  words: readonly HazardWord[],
): (at: number) => readonly CompiledPhrase[] {
  const vocabulary = vocabularyOf(words);
  const known = new Map<string, readonly CompiledPhrase[]>();
  const beginningWith = (first: string): readonly CompiledPhrase[] => {
    const phrases =
      known.get(first) ??
      index.get(first)?.filter(({ last }) => last.some((word) => vocabulary.has(word))) ??
      [];
    known.set(first, phrases);
    return phrases;
  };
  return (at) => {
    const word = words[at]?.text ?? "";
    const next = words[at + 1]?.text ?? "";
    const others = [next === "" ? undefined : word + next, withoutS(word)].flatMap((first) =>
      first === undefined ? [] : beginningWith(first),
    );
    return others.length === 0 ? beginningWith(word) : [...beginningWith(word), ...others];
  };
}

/** Words, and each two neighbours as one: by these a phrase is ruled out before it is tried. */
function vocabularyOf(words: readonly HazardWord[]): ReadonlySet<string> {
  const vocabulary = new Set<string>();
  for (const [at, { text }] of words.entries()) {
    vocabulary.add(text).add(withoutS(text) ?? text);
    vocabulary.add(text + (words[at + 1]?.text ?? ""));
  }
  return vocabulary;
}

function compilePhrase(text: string, rule: CompiledRule): CompiledPhrase {
  const parts = partsOf(text);
  const end = parts.length - 1;
  if (wordsAt(parts, 0).length === 0 || wordsAt(parts, end).length === 0)
    throw new Error(`A hazard phrase must begin and end with a word: "${text}" (${rule.category})`);
  return { text, parts, rule, last: [...wordsAt(parts, end), ...pairsAt(parts, end - 1)] };
}

function wordsAt(parts: readonly PhrasePart[], at: number): readonly string[] {
  const part = parts[at];
  return part === undefined || "gap" in part ? [] : [...part.words];
}

/** Of long lists no pairs are made: who names many words has most ways of saying it. */
const mostPairs = 12;

function pairsAt(parts: readonly PhrasePart[], at: number): readonly string[] {
  const [words, next] = [wordsAt(parts, at), wordsAt(parts, at + 1)];
  if (words.length * next.length > mostPairs) return [];
  return words.flatMap((word) => next.map((after) => word + after));
}

function compileRule(rule: HazardRule, anything: Unless): CompiledRule {
  const category = hazardCategories.find((known) => known === rule.category);
  if (category === undefined) throw new Error(`There is no hazard category "${rule.category}"`);
  const own = compileUnless(rule.unless, category);
  return {
    category,
    covering: [...own.covering, ...anything.covering],
    before: [...own.before, ...anything.before],
    after: [...own.after, ...anything.after],
  };
}

function compileUnless(texts: readonly string[], under: string): Unless {
  const unless: Unless = { covering: [], before: [], after: [] };
  for (const text of texts) {
    const parts = partsOf(text.replaceAll("...", " ").trim());
    if (parts.length === 0) throw new Error(`An empty "unless" phrase under ${under}`);
    if (text.trim().startsWith("...")) unless.after.push(parts);
    else if (text.trim().endsWith("...") || parts.length === 1) unless.before.push(parts);
    else unless.covering.push(parts);
  }
  return unless;
}

const partsByText = new Map<string, readonly PhrasePart[]>();

/** Workspaces share most of their phrases, and a call's process has read them before its call comes. */
function partsOf(text: string): readonly PhrasePart[] {
  const parts = partsByText.get(text) ?? phraseParts(text, mended);
  partsByText.set(text, parts);
  return parts;
}

/** What is mended in speech is mended in rules, or `see oh alarm` would never be heard again. */
function mended(words: readonly string[]): string[] {
  return mendMisheard(words.map((text) => ({ text, breaks: "" }))).map(({ text }) => text);
}
