/** Judges the way through the chart and what was learnt on it. */
import type { CallRecord } from "./call-record.ts";
import { isSubsequence, stagesOf, statesOf } from "./call-record.ts";
import { chartNames } from "./chart-names.ts";
import type { ExpectationValue } from "./expectation-schema.ts";
import { patternIn } from "./text-pattern.ts";
import type { Verdict } from "./verdict.ts";

export function learnt(value: ExpectationValue<"learnt">, { facts }: CallRecord): Verdict {
  const known: Readonly<Record<string, unknown>> = { ...facts };
  const wrong = Object.entries(value).filter(([name, expected]) => !agrees(known[name], expected));
  const detail = (wrong.length === 0 ? Object.entries(value) : wrong)
    .map(([name]) => `${name}: ${JSON.stringify(known[name] ?? null)}`)
    .join(", ");
  return { passed: wrong.length === 0, detail };
}

export function outcome(expected: ExpectationValue<"outcome">, { outcome }: CallRecord): Verdict {
  return { passed: outcome === expected, detail: outcome ?? "the call did not end" };
}

export function stagesVisited(expected: ExpectationValue<"stagesVisited">, record: CallRecord): Verdict {
  const visited = stagesOf(record);
  return { passed: isSubsequence(expected, visited), detail: visited.join(", ") };
}

export function statesEntered(expected: ExpectationValue<"statesEntered">, record: CallRecord): Verdict {
  const entered = statesOf(record).flatMap((entry) => entry.entered);
  if (isSubsequence(expected, entered)) return { passed: true, detail: "entered in this order" };
  const missing = expected.filter((state) => !entered.includes(state));
  return {
    passed: false,
    detail: missing.length === 0 ? "entered in another order" : `never entered: ${missing.join(", ")}`,
  };
}

/** The chart began to prepare a reply and then listened again, without having taken the turn in between. */
export function speculationDiscarded(_: true, { entries }: CallRecord): Verdict {
  let speculating = false;
  let discarded = 0;
  for (const entry of entries) {
    if (entry.kind === "turn" && entry.speaker === "tenant") speculating = false;
    if (entry.kind !== "states") continue;
    for (const state of entry.entered) {
      if (state === chartNames.speculating) speculating = true;
      if (state !== chartNames.hearing || !speculating) continue;
      speculating = false;
      discarded++;
    }
  }
  return { passed: discarded > 0, detail: `${discarded} replies were thrown away` };
}

/** A text is compared without regard to case; a number as it is written. */
function agrees(found: unknown, expected: string | number | boolean | undefined): boolean {
  if (expected === undefined || typeof expected === "boolean") return found === expected;
  if (typeof found !== "string") return false;
  const pattern = patternIn(String(expected));
  return pattern?.test(found) ?? found.toLowerCase() === String(expected).toLowerCase();
}
