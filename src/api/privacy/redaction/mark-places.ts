/** Units, streets and buildings, as they are spoken. */
import { hasDigits, isNumberWord } from "./mark-numbers.ts";
import { isPlace, isPlain, mayBeName } from "./plain-words.ts";
import { breaks, capital, mark, type Token } from "./token.ts";

const unitKeys = new Set(
  "unit apartment apartments apt suite flat room condo building bldg lot ste apt.".split(" "),
);
const unitLinks = new Set("number is it's was no letter like uh um i'm that's in for".split(" "));
const spokenLetters = new Set(
  (
    "ay bee be see sea cee dee gee aitch jay kay el ell em en pea pee cue queue tea tee vee ex eff alpha bravo charlie delta echo " +
    "foxtrot"
  ).split(" "),
);
const notSpokenLetter = new Set("be see sea tea ex en pea el".split(" "));

const surelyStreet = new Set(
  "street st avenue ave road rd lane ln boulevard blvd terrace parkway pkwy highway hwy crescent hollow mews".split(
    " ",
  ),
);
/** Words of other uses, too. */
const maybeStreet = new Set(
  "drive dr court ct place pl way circle cir square sq trail alley plaza row close heights manor towers tower lofts loft gardens village estates villas house commons ridge terraces apartments residences".split(
    " ",
  ),
);
/** Common words that streets are named for. */
const streetNames = new Set(
  "main church high school first second third fourth fifth sixth seventh eighth ninth tenth state bridge market center central front water union washington mill station valley meadow garden orchard cedar elm pine maple oak walnut chestnut willow cherry birch ash poplar hickory sycamore spruce magnolia laurel".split(
    " ",
  ),
);
const notStreetName = new Set(
  "the a an my our your this that in on at down across up of from to off by and or is no any every which what same other whole entire side busy wrong right left front back next one private dead two quiet narrow main".split(
    " ",
  ),
);
const ordinal = /^(?:\d{1,3}(?:st|nd|rd|th))$/;

export function markPlaces(tokens: readonly Token[], asked: boolean): void {
  tokens.forEach((token, at) => {
    markUnitAfter(tokens, at, asked);
    markBareUnit(tokens, at, asked);
    markStreet(tokens, at, asked);
    markCorner(tokens, at);
    const pair = `${token.word} ${tokens[at + 1]?.word ?? ""}`;
    if (isPlace(pair)) mark(tokens, at, at + 2, "address");
    if (isPlace(token.word)) mark(tokens, at, at + 1, "address");
    if (token.word === "penthouse") mark(tokens, at, at + 1, "unit");
  });
}

function markUnitAfter(tokens: readonly Token[], key: number, asked: boolean): void {
  const word = tokens[key]?.word ?? "";
  if (!unitKeys.has(word) || /[,.;!?]/.test(tokens[key]?.after ?? "")) return;
  let at = key + 1;
  while (at < key + 4 && unitLinks.has(tokens[at]?.word ?? "")) at++;
  // Heard `for` where `four` was said: `unit for b`.
  if (tokens[at - 1]?.word === "for" && at > key + 1 && isLetter(tokens[at], true)) at--;
  const end = endOfUnit(tokens, at, asked || at === key + 1);
  if (end > at) mark(tokens, at, end, "unit");
}

/** A number, a letter, or one after the other. */
function endOfUnit(tokens: readonly Token[], from: number, letterAlone: boolean): number {
  let at = from;
  if (tokens[at]?.word === "for" && isLetter(tokens[at + 1], true)) return at + 2;
  while (at < from + 5 && (isNumberWord(tokens[at]) || hasDigits(tokens[at])) && !isMeasureAfter(tokens, at))
    at++;
  const counted = at > from;
  if (
    isLetter(tokens[at], counted) &&
    (counted || letterAlone) &&
    !/^[ai]$/.test(tokens[at]?.written ?? "")
  ) {
    at++;
    if (!counted) while (at < from + 5 && (isNumberWord(tokens[at]) || hasDigits(tokens[at]))) at++;
  }
  return at;
}

const isMeasureAfter = (tokens: readonly Token[], at: number): boolean =>
  /^(?:minutes?|hours?|days?|degrees|people|inches|feet)$/.test(tokens[at + 1]?.word ?? "");

function isLetter(token: Token | undefined, afterNumber: boolean): boolean {
  if (token === undefined || token.label !== undefined) return false;
  if (/^[a-z]$/.test(token.word)) return true;
  return spokenLetters.has(token.word) && (afterNumber || !notSpokenLetter.has(token.word));
}

/** `4B`, `4 b`, `four bee`; not `3 pm`, and not a lone `a`. */
function markBareUnit(tokens: readonly Token[], at: number, asked: boolean): void {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token === undefined) return;
  if (/^(?:\d{1,4}-?[a-z]|[a-z]-?\d{1,4})$/.test(token.word) && !/^(?:co2|\d+[fvkx])$/.test(token.word)) {
    const error =
      /^(?:error|fault)$/.test(tokens[at - 1]?.word ?? "") ||
      /^(?:error|fault)$/.test(tokens[at - 2]?.word ?? "");
    return mark(tokens, at, at + 1, error ? "kept" : "unit");
  }
  if (!isNumberWord(token) && !/^\d{1,4}$/.test(token.word)) return;
  if (!isLetter(next, true) || breaks(token)) return;
  const letter = next?.word ?? "";
  if (letter === "m" || (/^[aio]$/.test(letter) && !(asked && breaks(next)))) return;
  if (letter.length > 1 && notSpokenLetter.has(letter) && !asked) return;
  let from = at;
  while (from > 0 && isNumberWord(tokens[from - 1])) from--;
  mark(tokens, from, at + 2, "unit");
}

/** `42 Maple Street`, `willow lane`, `at Quarry Lofts`: the number, the name and the kind. */
function markStreet(tokens: readonly Token[], kind: number, asked: boolean): void {
  const word = tokens[kind]?.word ?? "";
  const sure = surelyStreet.has(word);
  if (!sure && !maybeStreet.has(word)) return;
  const named = (token: Token | undefined): boolean =>
    token !== undefined &&
    token.label === undefined &&
    !breaks(token) &&
    (capital(token) ||
      ordinal.test(token.word) ||
      !isPlain(token.word) ||
      ((sure || asked) &&
        (streetNames.has(token.word) || mayBeName(token.word)) &&
        !(token.word === "first" && !sure)));
  let from = kind;
  while (from > kind - 3 && from > 0 && named(tokens[from - 1])) from--;
  const numbered = numberEndingAt(tokens, from);
  if (from < kind && numbered < from) return mark(tokens, numbered, kind + 1, "address");
  // A common word names a street where a house number stands before it.
  for (let length = 1; length <= 3; length++) {
    const at = kind - length;
    const before = tokens[at];
    if (before === undefined || breaks(before) || notStreetName.has(before.word)) break;
    const start = numberEndingAt(tokens, at);
    if (
      start < at &&
      at - start >= 1 &&
      (sure || asked || capital(before) || length === 1) &&
      !/^(?:hours?|minutes?|days?|inch|inches|feet)$/.test(before.word)
    )
      return mark(tokens, start, kind + 1, "address");
  }
  if (from < kind) mark(tokens, from, kind + 1, "address");
}

function numberEndingAt(tokens: readonly Token[], end: number): number {
  let at = end;
  while (at > 0 && at > end - 6) {
    const token = tokens[at - 1];
    if (token === undefined || breaks(token)) break;
    if (!isNumberWord(token) && !/^\d{1,5}[a-z]?$/.test(token.word)) break;
    at--;
  }
  return at;
}

/** `the corner of Maple and Third`. */
function markCorner(tokens: readonly Token[], at: number): void {
  if (tokens[at]?.word !== "corner" || tokens[at + 1]?.word !== "of") return;
  const and = [at + 3, at + 4].find((index) => tokens[index]?.word === "and");
  if (and === undefined || tokens[at + 2]?.word === "the") return;
  mark(tokens, at + 2, and, "address");
  mark(tokens, and + 1, and + 2, "address");
}
