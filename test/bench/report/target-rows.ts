/** Targets as rows of text, one a verdict. */
import type { Target } from "./targets.ts";
import { inUnit, none, verdictWords } from "./words.ts";

export interface TargetRow {
  name: string;
  where: string;
  limit: string;
  value: string;
  words: string;
  /** Undefined where it was not measured. */
  met: boolean | undefined;
}

/** A target without a verdict has one row, which says so. */
export const targetRows = (targets: readonly Target[]): TargetRow[] =>
  targets.flatMap(({ name, unit, verdicts }): TargetRow[] => {
    if (verdicts.length === 0) {
      return [{ name, where: none, limit: none, value: none, words: "not measured", met: undefined }];
    }
    return verdicts.map((verdict) => ({
      name,
      where: verdict.where,
      limit: `≤ ${inUnit(verdict.limit, unit)}`,
      value: inUnit(verdict.value, unit),
      words: verdictWords(verdict, unit),
      met: verdict.met,
    }));
  });

/** In words, of those that count and were measured. */
export function targetCount(targets: readonly Target[]): { met: number; of: number } {
  const counted = targets.filter(({ onlyShown }) => !onlyShown).flatMap(({ verdicts }) => verdicts);
  return { met: counted.filter(({ met }) => met).length, of: counted.length };
}
