/** What is known already: the caller's own facts, and the workspace's buildings; its vendors are named as they are. */
import { isGrammar } from "./mark-names.ts";
import { isNumberWord } from "./mark-numbers.ts";
import { isPlain, mayBeName } from "./plain-words.ts";
import { breaks, capital, type Label, mark, placesOf, type Token, tokensOf } from "./token.ts";

export interface KnownWorkspace {
  name: string;
  /** As in the pack: `name`, `address` and `aliases` are looked at. */
  properties: readonly unknown[];
  /** As in the pack: `name` is looked at. */
  vendors: readonly unknown[];
}

const none = new Set(["none", "not given", "unknown", ""]);
const titles = new Set(["mr", "mrs", "ms", "miss", "dr", "mister"]);

/** What stands for a vendor or the workspace is kept, whatever words it is made of. */
export function markWorkspace(tokens: readonly Token[], workspace: KnownWorkspace): void {
  for (const name of [workspace.name, ...workspace.vendors.map((vendor) => textAt(vendor, "name"))])
    markAll(tokens, wordsOf(name), "kept");
  for (const property of workspace.properties) {
    const aliases = listAt(property, "aliases");
    for (const name of [textAt(property, "address"), textAt(property, "name"), ...aliases])
      markAll(tokens, wordsOf(name), "address");
  }
}

export function markFacts(
  tokens: readonly Token[],
  facts: Readonly<Record<string, unknown>>,
  asked: boolean,
): void {
  markKnownName(tokens, textAt(facts, "name"));
  markKnownAddress(tokens, textAt(facts, "address"));
  markKnownUnit(tokens, textAt(facts, "unit"), asked);
}

function markKnownName(tokens: readonly Token[], name: string): void {
  const words = none.has(name.toLowerCase())
    ? []
    : wordsOf(name).filter((word) => !titles.has(word) && word.length > 1);
  if (words.length > 1) markAll(tokens, words, "name");
  for (const [at, token] of tokens.entries()) {
    if (!words.includes(token.word)) continue;
    const before = tokens[at - 1]?.word ?? "";
    // A name that was misheard may be any word: a plain one counts where it is written, or stands, as a name.
    const meant =
      !isPlain(token.word) ||
      (mayBeName(token.word) && !isGrammar(tokens, at)) ||
      capital(token) ||
      (breaks(tokens[at - 1]) && breaks(token)) ||
      /^(?:you|thanks|is|it's|hi|hello|sorry|okay|not)$/.test(before);
    if (meant) mark(tokens, at, at + 1, "name");
  }
}

function markKnownAddress(tokens: readonly Token[], address: string): void {
  const words = wordsOf(address);
  markAll(tokens, words, "address");
  const named = words.filter((word) => !/\d/.test(word) && !isNumberWord(tokensOf(word)[0]));
  if (named.length > 1) markAll(tokens, named, "address");
  for (const [at, token] of tokens.entries())
    if (named.includes(token.word) && (!isPlain(token.word) || capital(token)))
      mark(tokens, at, at + 1, "address");
}

function markKnownUnit(tokens: readonly Token[], unit: string, asked: boolean): void {
  const said = unit.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (none.has(unit.toLowerCase()) || said.length === 0) return;
  for (const [at, token] of tokens.entries()) {
    if (token.word === said && (/\d/.test(said) || asked)) mark(tokens, at, at + 1, "unit");
    else if (token.word + (tokens[at + 1]?.word ?? "") === said) mark(tokens, at, at + 2, "unit");
  }
}

function markAll(tokens: readonly Token[], words: readonly string[], label: Label): void {
  for (const at of placesOf(tokens, words)) {
    let from = at;
    // A house number before the name of a street or a building is part of it.
    if (label === "address") while (isCount(tokens[from - 1])) from--;
    mark(tokens, from, at + words.length, label);
  }
}

const isCount = (token: Token | undefined): boolean =>
  isNumberWord(token) || (token !== undefined && /^\d{1,5}$/.test(token.word));

const wordsOf = (text: string): string[] => (text === "" ? [] : tokensOf(text).map(({ word }) => word));

function textAt(from: unknown, key: string): string {
  const value = valueAt(from, key);
  return typeof value === "string" ? value : "";
}

function listAt(from: unknown, key: string): string[] {
  const value = valueAt(from, key);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

const valueAt = (from: unknown, key: string): unknown =>
  typeof from === "object" && from !== null
    ? Object.entries(from).find(([name]) => name === key)?.[1]
    : undefined;
