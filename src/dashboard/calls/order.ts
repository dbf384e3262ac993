/** Danger first. */
import type { Run } from "#src/api/answers.ts";

export const isLifeSafety = (run: Pick<Run, "hazards" | "urgency">): boolean =>
  run.hazards.length > 0 || run.urgency === "lifeSafety";

const rankOf = (run: Run): number => (isLifeSafety(run) ? 0 : run.urgency === "emergency" ? 1 : 2);

/** `hazardAt`: at what position a call's latest hazard was told; the later, the higher up. The newest call first otherwise. */
export function orderRunning(runs: readonly Run[], hazardAt: ReadonlyMap<string, number>): Run[] {
  return runs.toSorted(
    (one, other) =>
      rankOf(one) - rankOf(other) ||
      (hazardAt.get(other.id) ?? 0) - (hazardAt.get(one.id) ?? 0) ||
      other.startedAt.localeCompare(one.startedAt),
  );
}

export interface Day<Item> {
  day: string;
  items: Item[];
}

/** Newest day first. `dayOf` gives a moment's date in the workspace's time zone, as `2026-03-01`. */
export function byDay(runs: readonly Run[], dayOf: (time: string) => string): Day<Run>[] {
  const days = new Map<string, Run[]>();
  for (const run of runs.toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))) {
    const day = dayOf(run.startedAt);
    days.set(day, [...(days.get(day) ?? []), run]);
  }
  return [...days].map(([day, items]) => ({ day, items }));
}
