/** Holds a call against what its scenario expects. */
import type { CallRecord } from "./call-record.ts";
import * as chart from "./expect-chart.ts";
import * as line from "./expect-line.ts";
import { webhooks } from "./expect-webhooks.ts";
import * as words from "./expect-words.ts";
import {
  expectationNames,
  type Expectation,
  type ExpectationName,
  type ExpectationValue,
} from "./expectation-schema.ts";
import type { Verdict } from "./verdict.ts";

export interface JudgedExpectation extends Verdict {
  /** As it was written, on one line. */
  expectation: string;
  /** It depends on the speed of the machine: a test suite leaves it out. */
  timing: boolean;
}

type Judges = { [Name in ExpectationName]: (value: ExpectationValue<Name>, record: CallRecord) => Verdict };

const judges: Judges = {
  said: words.said,
  notSaid: words.notSaid,
  turns: words.turns,
  interrupted: words.interrupted,
  hazardAnsweredFirst: words.hazardAnsweredFirst,
  learnt: chart.learnt,
  outcome: chart.outcome,
  stagesVisited: chart.stagesVisited,
  statesEntered: chart.statesEntered,
  speculationDiscarded: chart.speculationDiscarded,
  resumed: line.resumed,
  waits: line.waits,
  silentAtMost: line.silentAtMost,
  silencedWithin: line.silencedWithin,
  fillerHeard: line.fillerHeard,
  transferredTo: line.transferredTo,
  webhooks,
};

const timed: readonly ExpectationName[] = ["waits", "silentAtMost", "silencedWithin"];

export function judge(expectations: readonly Expectation[], record: CallRecord): JudgedExpectation[] {
  return expectations.flatMap((expectation) =>
    expectationNames.flatMap((name) => judgeOne(name, expectation, record)),
  );
}

function judgeOne<Name extends ExpectationName>(
  name: Name,
  expectation: { [Key in Name]?: ExpectationValue<Key> | undefined },
  record: CallRecord,
): JudgedExpectation[] {
  const value = expectation[name];
  if (value === undefined) return [];
  const verdict = judges[name](value, record);
  return [{ expectation: `${name}: ${JSON.stringify(value)}`, ...verdict, timing: timed.includes(name) }];
}
