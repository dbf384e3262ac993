/** Whether a problem waits for the office. What no rule knows is an emergency: a missed one is far worse than a false one. */
import type { Urgency } from "#machines/call/types.ts";
import { emergencies, routines, smallTap, type UrgencyRule } from "./urgency-rules.ts";

export interface JudgedUrgency {
  urgency: Exclude<Urgency, "lifeSafety">;
  /** The rule and the words that it knows: `no heat: "furnace quit"`. */
  because: string;
}

/** `plain` is a problem in the plain form of `hear`. */
export function urgencyOf(plain: string): Urgency {
  return judgeUrgency(plain)?.urgency ?? "emergency";
}

/** What a rule says of the words; undefined: none knows them. What is over or denied is not judged. */
export function judgeUrgency(plain: string): JudgedUrgency | undefined {
  const clauses = presentClauses(plain);
  const grave = firstOf(emergencies.slice(0, -1), clauses);
  if (grave !== undefined) return { urgency: "emergency", because: grave };
  const tap = firstOf([smallTap], clauses);
  if (tap !== undefined) return { urgency: "routine", because: tap };
  const leak = firstOf(emergencies.slice(-1), clauses);
  if (leak !== undefined) return { urgency: "emergency", because: leak };
  const minor = firstOf(routines, clauses);
  return minor === undefined ? undefined : { urgency: "routine", because: minor };
}

/** Whether anything is left to judge: no more than `the fire department has left` is nobody's problem now. */
export function presentClauses(plain: string): string[] {
  return plain
    .split(/ \| | (?=but )/)
    .map((clause) => clause.replace(denied, " "))
    .filter((clause) => !over.test(clause));
}

const denied =
  /\b(?:no|not|isnt|arent|never|without|nobody|no one|no body|dont (?:see|smell|have|think there is)) (?:is |any |no |a |an |in )*(?:gas leak|leak\w*|flood\w*|smoke|gas|sparks?|fire|burning|smell|damage|water damage|hurt|stuck|the elevator)(?: smell)?\b/g;
const past =
  /\b(?:(?:last|a) (?:week|month|year|summer|winter) ?(?:ago)?\b(?!.*\b(?:still|again|now)\b)|years ago|months ago|weeks ago|long ago)/;
const solved =
  /\b(?:(?:all|every ?thing(?: is)?) (?:good|fine)(?: now)?|(?:it is|they) fixed (?:it )?(?:now|already)?|false alarm)\b/;
const hypothetical =
  /\b(?:what if|in case of|how do i prevent|if there is ever|go off if there (?:is|was)|(?:in|on) (?:the|a) (?:news|movie)|on tv)\b/;
const elsewhere = /\bmy (?:friend|sister|brother|cousin|coworker)\b.*\b(?:building|place|house)\b/;
const over = new RegExp([past, solved, hypothetical, elsewhere].map(({ source }) => source).join("|"));

function firstOf(rules: readonly UrgencyRule[], clauses: readonly string[]): string | undefined {
  for (const { name, words, unless } of rules)
    for (const clause of clauses) {
      const found = words.exec(clause)?.[0];
      if (found !== undefined && unless?.test(clause) !== true) return `${name}: "${found.trim()}"`;
    }
  return undefined;
}
