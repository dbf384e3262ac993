/** The unit: `apartment four bee`, `#12`, `4 D not 4 B`, or just `four b` when it was asked for. */
import type { Range, Spoken } from "./spoken.ts";

export interface HeardUnit {
  unit: string;
  range: Range;
}

const key = "(?:unit|apartment|apartments|apt|suite|flat|room|condo)";
const link = "(?: (?:number|is|it is|to|should be|was|no|letter|like|uh|um|in))*";
const letterNames: Readonly<Record<string, string>> = {
  bee: "B",
  be: "B",
  see: "C",
  sea: "C",
  dee: "D",
  gee: "G",
  jay: "J",
  kay: "K",
  el: "L",
  ell: "L",
  em: "M",
  en: "N",
  pea: "P",
  pee: "P",
  cue: "Q",
  queue: "Q",
  tea: "T",
  tee: "T",
  vee: "V",
  ex: "X",
  eff: "F",
  ay: "A",
  alpha: "A",
  bravo: "B",
  charlie: "C",
  delta: "D",
  echo: "E",
  foxtrot: "F",
};
const letter = `(?:[a-z]|${Object.keys(letterNames).join("|")})`;
/** A lone `a` or `i` after a number is mostly the next word: `unit 4 a pipe burst`. */
const spaced = `(?: (?![ai]\\b)${letter}| [ai](?= \\||$| (?:at|on|and|not|in)\\b))`;
const value = `(\\d{1,4}(?:[a-z]|${spaced})\\b(?! m\\b)|${letter} ?\\d{1,4}\\b|\\d{1,4}\\b(?! \\d))`;

const keyed = new RegExp(`\\b${key}${link} ${value}`, "g");
const keyedLetter = new RegExp(
  `\\b${key}(?: number| is| letter)* ([b-hj-z]|bee|dee|gee)\\b(?! \\w+ (?:unit|apartment))`,
  "g",
);
const bare = new RegExp(`(?<!\\d )\\b(\\d{1,3}[a-z]|\\d{1,3} [b-h])\\b(?! m\\b)`, "g");
const asked = new RegExp(`\\b${value}`, "g");
const noUnit =
  /\b(?:no (?:unit|apartment)(?: number)?|(?:dont|doesnt) have (?:a |any )?(?:unit|apartment)(?: number)?s?|single family|(?:it is |just )a (?:whole )?(?:house|townhouse|single family)|the whole (?:house|building))\b/;
const namedUnit = /\b(?:the )?(penthouse|basement|attic|ground floor|garden level)\b/;

/** `expected`: the unit was just asked for, so a bare number is one. */
export function unitIn(spoken: Spoken, expected: boolean): HeardUnit | undefined {
  const { plain } = spoken;
  const found = lastAsserted(plain, [keyed, bare]) ?? lastAsserted(plain, [keyedLetter]);
  if (found !== undefined) return found;
  const none = noUnit.exec(plain);
  if (none !== null) return { unit: "none", range: rangeOf(none) };
  if (!expected) return undefined;
  const named = namedUnit.exec(plain);
  if (named?.[1] !== undefined) return { unit: capitalized(named[1]), range: rangeOf(named) };
  return /^(?:no|none|nope|there is(?:nt| no| none)|house|a house)\b/.test(plain) && !/\d/.test(plain)
    ? { unit: "none", range: { start: 0, end: plain.length } }
    : lastAsserted(plain, [asked]);
}

/** `4 bee`, `4-b` and `4B` to `4B`. */
export function normalUnit(said: string): string {
  return said
    .toLowerCase()
    .split(/[\s-]+/)
    .map((part) => letterNames[part] ?? part.toUpperCase())
    .join("");
}

function lastAsserted(plain: string, patterns: readonly RegExp[]): HeardUnit | undefined {
  let last: HeardUnit | undefined;
  for (const pattern of patterns) {
    for (const match of plain.matchAll(pattern)) {
      const said = match[1];
      if (said === undefined || isDenied(plain, match.index) || /^911$/.test(said)) continue;
      const range = rangeOf(match);
      if (last === undefined || range.end > last.range.end) last = { unit: normalUnit(said), range };
    }
  }
  return last;
}

function isDenied(plain: string, at: number): boolean {
  return /\b(?:not|isnt|instead of|rather than)(?: in| the| unit| apartment| number)* $/.test(
    plain.slice(0, at),
  );
}

function rangeOf(match: RegExpExecArray): Range {
  return { start: match.index, end: match.index + match[0].length };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
