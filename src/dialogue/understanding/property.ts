/** Finds a workspace's property in a caller's words: by name, alias or address, slips of the recognizer forgiven. */
import type { Property } from "#src/workspaces/pack.ts";
import { soundsAlike } from "./edit-distance.ts";
import { hear } from "./spoken.ts";
import { spelledOut, streetAddressIn, streetKinds } from "./street.ts";

export type PropertyMatch =
  | { kind: "found"; property: Property; certain: boolean }
  | { kind: "ambiguous"; properties: readonly Property[] }
  | { kind: "unknown" };

const complete = 1;
const streetOnly = 0.8;
const nameOnly = 0.7;
const kindOnly = 0.5;
const generic =
  /^(?:apartments?|house|building|tower|towers|court|gardens?|place|plaza|complex|residences?|lofts?|homes|terrace|village|park|estates?|manor|condos?|condominiums?)$/;

export function matchProperty(query: string, properties: readonly Property[]): PropertyMatch {
  const { plain } = hear(query);
  const words = spelledOut(plain)
    .split(" ")
    .filter((word) => word !== "|");
  const street = streetAddressIn(hear(query))?.address;
  const scored = properties
    .map((property) => ({ property, score: scoreOf(property, words, street) }))
    .filter(({ score }) => score > 0);
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const top = scored.filter(({ score }) => score === best).map(({ property }) => property);
  const [property] = top;
  if (property === undefined) return { kind: "unknown" };
  return top.length > 1
    ? { kind: "ambiguous", properties: top }
    : { kind: "found", property, certain: best === complete };
}

function scoreOf(property: Property, words: readonly string[], street: string | undefined): number {
  const address = addressWords(property.address);
  const number = address[0] ?? "";
  if (contains(words, address)) return complete;
  const withoutKind = address.filter((word, index) => index < address.length - 1 || !streetKinds.has(word));
  if (withoutKind.length > 1 && contains(words, withoutKind)) return complete;
  const names = [property.name, ...property.aliases].map(nameWords);
  const elsewhere = street !== undefined && !street.startsWith(`${number} `);
  const apart = elsewhere ? withoutStreet(words, street) : words;
  if (names.some((name) => contains(apart, name))) return complete;
  if (elsewhere) return 0;
  if (/^\d/.test(number) && address.length > 2 && contains(words, address.slice(1))) return streetOnly;
  if (names.some((name) => isAllButNamed(words, name))) return kindOnly;
  const proper = names.map((name) => name.filter((word) => !generic.test(word) && word !== "the"));
  return proper.some((name) => name.join("").length > 3 && contains(words, name)) ? nameOnly : 0;
}

/** `the Gardens`, and no other word that would name another place. */
function isAllButNamed(words: readonly string[], name: readonly string[]): boolean {
  const said = words.filter((word) => !/^(?:the|it|is|at|in|i|am|live|uh|um|yes|one)$/.test(word));
  const [word] = said;
  return said.length === 1 && word !== undefined && generic.test(word) && name.includes(word);
}

/** `17 Maple Street` is not the building that tenants call Maple Street. */
function withoutStreet(words: readonly string[], street: string): string[] {
  return words.join(" ").replace(street.toLowerCase(), "~").split(" ");
}

/** The words of an address up to its first comma. */
function addressWords(address: string): string[] {
  return spelledOut(hear(address.split(",")[0] ?? "").plain).split(" ");
}

/** Without its article, unless that is all that makes it a name: `the Court`. */
function nameWords(name: string): string[] {
  const words = hear(name)
    .plain.split(" ")
    .filter((word) => word !== "|");
  return words.length > 2 && words[0] === "the" ? words.slice(1) : words;
}

function contains(words: readonly string[], sought: readonly string[]): boolean {
  if (sought.length === 0) return false;
  return words.some((_, start) =>
    sought.every((word, offset) => soundsAlike(words[start + offset] ?? "", word)),
  );
}
