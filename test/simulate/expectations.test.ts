import { describe, expect, test } from "vitest";
import type { CallRecord } from "#src/simulate/call-record.ts";
import { expectationNames, expectationSchema, type Expectation } from "#src/simulate/expectation-schema.ts";
import { judge } from "#src/simulate/expectations.ts";
import { chartCases } from "./chart-cases.ts";
import { lineCases } from "./line-cases.ts";
import { call } from "./made-records.ts";
import { webhooksCases } from "./webhooks-cases.ts";
import { wordsCases } from "./words-cases.ts";

const cases = [...wordsCases, ...chartCases, ...lineCases, ...webhooksCases];

/** Whether the one expectation passed, and what was found. */
function verdict(expectation: Expectation, record: Partial<CallRecord>): [boolean, string] {
  const [judged, ...more] = judge([expectationSchema.parse(expectation)], call(record));
  if (judged === undefined || more.length > 0) throw new Error("One expectation has one verdict.");
  return [judged.passed, judged.detail];
}

describe("an expectation is judged by what happened", () => {
  test.each(cases)("%j", (expectation, record, passed, detail) => {
    expect(verdict(expectation, record)).toEqual([passed, detail]);
  });

  test.each(expectationNames)("%s can pass and can fail", (name) => {
    const outcomes = cases.filter(([expectation]) => name in expectation).map(([, , passed]) => passed);
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });
});

test("an expectation is reported as it is written, and those of timing are marked", () => {
  const expectations = [
    { outcome: "dispatched" },
    { waits: { eachAtMost: 900 } },
    { silencedWithin: { ms: 200 } },
  ];
  const judged = judge(
    expectations.map((expectation) => expectationSchema.parse(expectation)),
    call({}),
  );
  expect(judged.map(({ expectation, timing }) => [expectation, timing])).toEqual([
    ['outcome: "dispatched"', false],
    ['waits: {"eachAtMost":900}', true],
    ['silencedWithin: {"ms":200}', true],
  ]);
});
