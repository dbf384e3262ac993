/** Street addresses as they are spoken: a house number, a name and a kind of street. */
import type { Range, Spoken } from "./spoken.ts";
import { titleCase } from "./words.ts";

const kinds: Readonly<Record<string, string>> = {
  st: "street",
  ave: "avenue",
  av: "avenue",
  rd: "road",
  dr: "drive",
  ln: "lane",
  ct: "court",
  blvd: "boulevard",
  pl: "place",
  ter: "terrace",
  cir: "circle",
  sq: "square",
  pkwy: "parkway",
  hwy: "highway",
  wy: "way",
};
export const streetKinds = new Set(Object.values(kinds));
const kind = [...Object.keys(kinds), ...streetKinds].join("|");
const notInName =
  "(?!(?:hours?|minutes?|days?|weeks?|times|inches|feet|years?|the|on|a|an|of|no|is|in|and|or|it|my|unit|apartment|at|for|out)\\b)";
const streetAddress = new RegExp(
  `\\b\\d{1,5} (?:${notInName}[a-z0-9]+ ){1,3}?(?:${kind})\\b(?: (?:north|south|east|west)\\b)?`,
);

export interface HeardAddress {
  address: string;
  range: Range;
}

export function streetAddressIn(spoken: Spoken): HeardAddress | undefined {
  for (const match of spoken.plain.matchAll(new RegExp(streetAddress, "g"))) {
    if (/\bnot (?:at )?$/.test(spoken.plain.slice(0, match.index))) continue;
    const range = { start: match.index, end: match.index + match[0].length };
    return { address: titleCase(spelledOut(match[0])), range };
  }
  return undefined;
}

/** `42 maple st` to `42 maple street`. */
export function spelledOut(plain: string): string {
  return plain
    .split(" ")
    .map((word, index) => (index === 0 ? word : (kinds[word] ?? word)))
    .join(" ");
}
