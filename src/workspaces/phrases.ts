/** The fixed phrases: which there are, which a workspace may replace, and what every one of them must be. */
import { hazardCategories, type HazardCategory, type PhraseName } from "#machines/call/types.ts";
import { PackError, type Place } from "./pack-error.ts";
import type { Texts } from "./sourced-text.ts";

type SafetyPhrase = `safety.${HazardCategory}`;

const everyday = {
  notInService: true,
  lineDisabled: true,
  greeting: true,
  reprompt1: true,
  reprompt2: true,
  promiseCallBack: true,
  filler1: true,
  filler2: true,
  apology: true,
  transferring: true,
  tryingNext: true,
  nobodyAnswered: true,
  dispatchAcknowledged: true,
  dispatchEscalated: true,
  allSystemsDown: true,
  askConsent: true,
  cutOff: true,
  timeShort: true,
  timeOver: true,
  lineClosing: true,
  goodbye: true,
} satisfies Record<Exclude<PhraseName, SafetyPhrase>, true>;

const safety: readonly string[] = hazardCategories.map((category) => `safety.${category}`);

/** Every fixed phrase that the default must have, in the order in which calls meet them. */
export const phraseNames: readonly string[] = [...Object.keys(everyday), ...safety];

const extraSuffix = ".extra";
/** What is said instead of a life-safety instruction to a caller whose number is withheld. */
const withheldSuffix = ".withheld";
const variants = safety.map((name) => `${name}${withheldSuffix}`);
/** More words than this take longer than 12 s to say, before the caller may speak. */
const longestGreeting = 30;

/** The default has every phrase, and variants of life-safety ones where they are needed. */
export function checkDefaultPhrase(name: string, place: Place): void {
  if (!phraseNames.includes(name) && !variants.includes(name)) throw unknownPhrase(name, place);
}

/** A workspace replaces everyday phrases and adds to life-safety ones, which are the same for every caller. */
export function checkWorkspacePhrase(name: string, place: Place): void {
  const instruction = safety.find((each) => name === each || name === `${each}${withheldSuffix}`);
  if (instruction !== undefined)
    throw new PackError(
      place,
      `"${name}" is a life-safety instruction, which no workspace may replace or remove`,
      `name it "${instruction}${extraSuffix}" to have the text said after the instruction`,
    );
  const isExtra = name.endsWith(extraSuffix) && safety.includes(name.slice(0, -extraSuffix.length));
  if (!isExtra && !phraseNames.includes(name)) throw unknownPhrase(name, place);
}

/** Checks the words as their author wrote them, before variables are filled in. */
export function checkPhraseTexts(phrases: Texts): void {
  for (const [name, phrase] of phrases) {
    const misread = /\d+|[*_#`<>|[\]]+/.exec(phrase.text)?.[0];
    if (misread !== undefined)
      throw new PackError(
        phrase.placeOf(misread),
        `"${name}" contains "${misread}", which a voice misreads`,
        'write it in words, for instance "nine one one"',
      );
  }
}

/** Checks the greeting as it will be heard. */
export function checkGreeting(greeting: string, place: Place): void {
  const count = greeting.split(" ").length;
  if (count > longestGreeting)
    throw new PackError(
      place,
      `"greeting" is a text of ${count} words`,
      `shorten it to ${longestGreeting}, variables filled in`,
    );
  for (const words of ["automated", "nine one one"])
    if (!greeting.toLowerCase().includes(words))
      throw new PackError(
        place,
        `"greeting" is a text without "${words}"`,
        "say that EMA is an automated assistant and that danger to life is for nine one one",
      );
}

/** Appends each `.extra` to the phrase that it extends, and to that phrase's variant. */
export function joinExtras(phrases: Readonly<Record<string, string>>): Record<string, string> {
  const names = [...phraseNames, ...variants.filter((name) => name in phrases)];
  return Object.fromEntries(
    names.map((name) => [
      name,
      [phrases[name], phrases[`${withoutSuffix(name)}${extraSuffix}`]]
        .filter((text) => text !== undefined)
        .join(" "),
    ]),
  );
}

/** A pack's phrases as this caller is to hear them, by `PhraseName`: nobody is promised a call back without a number. */
export function phrasesForCaller(
  phrases: Readonly<Record<string, string>>,
  withheld: boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(phrases)
      .filter(([name]) => !name.endsWith(withheldSuffix))
      .map(([name, text]) => [name, (withheld ? phrases[`${name}${withheldSuffix}`] : undefined) ?? text]),
  );
}

function withoutSuffix(name: string): string {
  return name.endsWith(withheldSuffix) ? name.slice(0, -withheldSuffix.length) : name;
}

function unknownPhrase(name: string, place: Place): PackError {
  return new PackError(
    place,
    `"${name}" is an unknown phrase`,
    `use one of ${phraseNames.join(", ")}, or a safety name with "${extraSuffix}" in a workspace or "${withheldSuffix}" in the default`,
  );
}
