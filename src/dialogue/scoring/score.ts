/** How well rules hear a labelled set: recall and precision by category and speech, and how often the urgency is right. */
import { hazardCategories, type HazardCategory } from "#machines/call/types.ts";
import type { Triage } from "#src/dialogue/triage.ts";
import type { Labelled } from "./labelled-set.ts";

export interface Tally {
  /** Hazards that the labels have. */
  expected: number;
  /** Of these, heard. */
  found: number;
  /** Heard, but not in the labels. */
  falseAlarms: number;
}

export interface Mistake {
  labelled: Labelled;
  heard: Triage;
  missed: HazardCategory[];
  falseAlarms: HazardCategory[];
}

export interface Score {
  utterances: number;
  byCategory: Record<HazardCategory, Record<Labelled["speech"], Tally>>;
  urgency: Record<Labelled["speech"], { utterances: number; right: number }>;
  mistakes: Mistake[];
}

export function scoreOf(set: readonly Labelled[], triage: (text: string) => Triage): Score {
  const mistakes: Mistake[] = [];
  const urgency = { clean: { utterances: 0, right: 0 }, noisy: { utterances: 0, right: 0 } };
  const byCategory = emptyTallies();
  for (const labelled of set) {
    const heard = triage(labelled.text);
    const missed = labelled.hazards.filter((category) => !heard.hazards.includes(category));
    const falseAlarms = heard.hazards.filter((category) => !labelled.hazards.includes(category));
    const right = heard.urgency === labelled.urgency;
    for (const category of labelled.hazards) byCategory[category][labelled.speech].expected += 1;
    for (const category of labelled.hazards)
      if (!missed.includes(category)) byCategory[category][labelled.speech].found += 1;
    for (const category of falseAlarms) byCategory[category][labelled.speech].falseAlarms += 1;
    urgency[labelled.speech].utterances += 1;
    if (right) urgency[labelled.speech].right += 1;
    if (missed.length > 0 || falseAlarms.length > 0 || !right)
      mistakes.push({ labelled, heard, missed, falseAlarms });
  }
  return { utterances: set.length, byCategory, urgency, mistakes };
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = { expected: 0, found: 0, falseAlarms: 0 };
  for (const { expected, found, falseAlarms } of tallies) {
    sum.expected += expected;
    sum.found += found;
    sum.falseAlarms += falseAlarms;
  }
  return sum;
}

/** 0 to 1; 1 where nothing was to be heard. */
export function recallOf({ expected, found }: Tally): number {
  return expected === 0 ? 1 : found / expected;
}

/** 0 to 1; 1 where nothing was heard. */
export function precisionOf({ found, falseAlarms }: Tally): number {
  return found + falseAlarms === 0 ? 1 : found / (found + falseAlarms);
}

function emptyTallies(): Score["byCategory"] {
  const empty = (): Tally => ({ expected: 0, found: 0, falseAlarms: 0 });
  const entries = hazardCategories.map((category) => [category, { clean: empty(), noisy: empty() }]);
  return Object.fromEntries(entries) as Score["byCategory"];
}
