/** What a caller's words tell, given what was asked. Deterministic: the same words in the same place mean the same. */
import type { Facts } from "#machines/call/types.ts";
import type { Question } from "#src/dialogue/questions.ts";
import { accessIn } from "./access.ts";
import { addressIn, bareAddress } from "./address.ts";
import type { Context } from "./context.ts";
import { disputedIn, type Disputable } from "./dispute.ts";
import { intentIn, type Intent } from "./intent.ts";
import { nameIn } from "./name.ts";
import { numberIn } from "./number-answer.ts";
import { safeIn } from "./safety.ts";
import { hear, type Range, type Spoken } from "./spoken.ts";
import { storyFacts } from "./story-facts.ts";
import { telephoneIn } from "./telephone.ts";
import { soundsLikeProblem } from "./trade.ts";
import { unitIn } from "./unit.ts";
import { meansNothingToChange, yesNoIn } from "./yes-no.ts";

export interface Heard {
  /** Everything learnt; a correction is in here with its new value. */
  facts: Facts;
  intent?: Intent;
  yesNo?: "yes" | "no";
  /** Digits so far, when a number was begun and is not complete. */
  partialNumber?: string;
  /** What the caller calls wrong without saying what is right. */
  disputed?: Disputable;
}

export function understand(text: string, context: Context): Heard {
  const spoken = hear(text);
  const { asked } = context;
  const disputed = disputedIn(spoken, asked);
  const intent = intentOf(spoken, asked);
  const yesNo = yesNoOf(spoken, asked);
  const facts: Facts = {};
  const taken: Range[] = [];

  const dictated = telephoneIn(spoken);
  if (dictated?.kind === "complete") taken.push(dictated.range);
  const safe = safeIn(spoken, asked === "safety");
  if (safe !== undefined) facts.safe = safe;
  const address = addressIn(masked(spoken, taken), context.properties, asked === "location");
  if (address !== undefined) {
    facts.address = address.address;
    taken.push(...address.ranges);
  }
  const unit = unitIn(masked(spoken, taken), asked === "unit");
  if (unit !== undefined) {
    facts.unit = unit.unit;
    taken.push(unit.range);
  }
  const name = nameIn(masked(spoken, taken), asked === "name" && (intent === undefined || intent === "when"));
  if (name !== undefined) {
    facts.name = name.name;
    taken.push(name.range);
  }
  const number = numberIn(dictated?.kind === "complete" ? spoken : masked(spoken, taken), context, yesNo);
  Object.assign(facts, number.facts);
  Object.assign(facts, accessIn(spoken, asked === "permission"));

  const rest = spoken.without(taken);
  if (asked === "location" && facts.address === undefined && intent === undefined && yesNo === undefined) {
    const said = soundsLikeProblem(spoken.plain) ? undefined : bareAddress(hear(rest).plain);
    if (said !== undefined) facts.address = said;
  }
  if (intent === undefined || intent === "when")
    Object.assign(facts, storyFacts(rest, spoken, facts, yesNo !== undefined, context));
  return {
    facts,
    ...(intent === undefined ? {} : { intent }),
    ...(yesNo === undefined ? {} : { yesNo }),
    ...(number.partial === undefined ? {} : { partialNumber: number.partial }),
    ...(disputed === undefined || disputed in facts ? {} : { disputed }),
  };
}

/** While a number is asked for or read back, `that's the wrong number` is about that one. */
function intentOf(spoken: Spoken, asked: Question | undefined): Intent | undefined {
  const intent = intentIn(spoken);
  const aboutNumbers = asked !== undefined && /^(?:number|numberOffer|goOn|confirm|change)$/.test(asked);
  return intent === "wrongNumber" && aboutNumbers ? undefined : intent;
}

function yesNoOf(spoken: Spoken, asked: Question | undefined): "yes" | "no" | undefined {
  if ((asked === "confirm" || asked === "change") && meansNothingToChange(spoken)) return "yes";
  return yesNoIn(spoken);
}

/** What was understood already is no longer there for others to take; places stay the same. */
function masked(spoken: Spoken, ranges: readonly Range[]): Spoken {
  let { plain } = spoken;
  for (const { start, end } of ranges)
    plain = plain.slice(0, start) + plain.slice(start, end).replace(/\S/g, "~") + plain.slice(end);
  return { ...spoken, plain };
}
