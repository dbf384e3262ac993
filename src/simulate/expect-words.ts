/** Judges what was said, by whom, and whether it was cut short. */
import type { HazardCategory } from "#machines/call/types.ts";
import type { CallLogEntry } from "#src/call/handle.ts";
import type { CallRecord, Turn } from "./call-record.ts";
import { turnsOf } from "./call-record.ts";
import { chartNames } from "./chart-names.ts";
import type { ExpectationValue } from "./expectation-schema.ts";
import { agentAudibleBetween } from "./measure.ts";
import { patternIn } from "./text-pattern.ts";
import type { Verdict } from "./verdict.ts";

export function said(value: ExpectationValue<"said">, record: CallRecord): Verdict {
  const found = matching(value, record).length;
  const least = value.atLeast ?? 1;
  const passed = value.count === undefined ? found >= least : found === value.count;
  return { passed, detail: `in ${found} of ${count(record, value.speaker)} turns of the ${value.speaker}` };
}

export function notSaid(value: ExpectationValue<"notSaid">, record: CallRecord): Verdict {
  const [first] = matching(value, record);
  return first === undefined
    ? { passed: true, detail: `in none of ${count(record, value.speaker)} turns of the ${value.speaker}` }
    : { passed: false, detail: `said in turn ${first.index}: "${first.text}"` };
}

export function turns(value: ExpectationValue<"turns">, record: CallRecord): Verdict {
  const tenant = count(record, "tenant");
  const agent = count(record, "agent");
  return {
    passed: (value.tenant ?? tenant) === tenant && (value.agent ?? agent) === agent,
    detail: `${tenant} of the tenant, ${agent} of the agent`,
  };
}

/** Without `of`, a text counts as cut short when it does not end as a sentence ends. */
export function interrupted({ of }: ExpectationValue<"interrupted">, record: CallRecord): Verdict {
  const cut = turnsOf(record).filter((turn) => turn.speaker === "agent" && turn.interrupted);
  const short = cut.find(({ text }) =>
    of === undefined ? text !== "" && !/[.?!]["”’)]?$/.test(text) : isProperPrefix(text, of),
  );
  if (short !== undefined) return { passed: true, detail: `turn ${short.index} ends in: "${short.text}"` };
  const [whole] = cut;
  return {
    passed: false,
    detail: whole === undefined ? "no turn of the agent was interrupted" : `not cut short: "${whole.text}"`,
  };
}

/** The first turn of the agent that could be heard after the hazard was. */
export function hazardAnsweredFirst(
  { category, contains }: ExpectationValue<"hazardAnsweredFirst">,
  record: CallRecord,
): Verdict {
  const heard = hazardHeard(category, record);
  if (heard === undefined) return { passed: false, detail: `the hazard ${category} was never heard` };
  const answer = turnsOf(record).find(
    ({ speaker, at }) =>
      speaker === "agent" && at > heard.at && agentAudibleBetween(record.truth, heard.at, at) > 0,
  );
  if (answer === undefined) return { passed: false, detail: "the agent said nothing after it" };
  return { passed: includes(answer.text, contains), detail: `the agent answered: "${answer.text}"` };
}

/** Where the log has no such events, the moment from which the safety instruction was owed. */
function hazardHeard(category: HazardCategory, { entries }: CallRecord): CallLogEntry | undefined {
  const events = entries.flatMap((entry) =>
    entry.kind === "event" && entry.event.type === "hazard.heard"
      ? [{ entry, heard: entry.event.category }]
      : [],
  );
  if (events.length > 0) return events.find(({ heard }) => heard === category)?.entry;
  return entries.find((entry) => entry.kind === "states" && entry.entered.includes(chartNames.safetyOwed));
}

function matching(
  { speaker, contains, matches, stage }: ExpectationValue<"notSaid">,
  record: CallRecord,
): Turn[] {
  return turnsOf(record).filter(
    (turn) =>
      turn.speaker === speaker &&
      (stage === undefined || turn.stage === stage) &&
      (contains === undefined || includes(turn.text, contains)) &&
      (matches === undefined || patternIn(matches)?.test(turn.text) === true),
  );
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** Punctuation aside: a cut text may have lost a comma at its end. */
function isProperPrefix(text: string, whole: string): boolean {
  const [part, all] = [text, whole].map((words) => words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  if (part === undefined || all === undefined) return false;
  return part.length > 0 && part.length < all.length && part.every((word, index) => word === all[index]);
}

function count(record: CallRecord, speaker: Turn["speaker"]): number {
  return turnsOf(record).filter((turn) => turn.speaker === speaker).length;
}
