/** A workspace's calls as they are known at the moment. */
import type { Run } from "#src/api/answers.ts";
import { newHazards } from "./hazards.ts";
import { mergeRuns } from "./merge.ts";

export interface LiveRuns {
  runs: ReadonlyMap<string, Run>;
  hazardAt: ReadonlyMap<string, number>;
  erased: ReadonlySet<string>;
  /** Hazards of the latest change, to be called out; empty when it brought none. */
  toCall: readonly { id: number; run: Run; hazards: readonly string[] }[];
}

export type LiveChange =
  /** What was known before the stream: it is shown, not called out. */
  { kind: "known"; runs: readonly Run[] } | { kind: "told"; runs: readonly Run[]; erased: readonly string[] };

export const noRuns: LiveRuns = { runs: new Map(), hazardAt: new Map(), erased: new Set(), toCall: [] };

export function changeRuns(live: LiveRuns, change: LiveChange): LiveRuns {
  const gone = change.kind === "told" ? change.erased : [];
  const erased = gone.length > 0 ? new Set([...live.erased, ...gone]) : live.erased;
  const told = change.runs.filter(({ id }) => !erased.has(id));
  const fresh = change.kind === "told" ? newHazards(live.runs, told) : [];
  let runs = mergeRuns(live.runs, told);
  if (gone.length > 0) runs = new Map([...runs].filter(([id]) => !erased.has(id)));
  if (runs === live.runs && erased === live.erased) return live;
  const hazardAt =
    fresh.length === 0
      ? live.hazardAt
      : new Map([...live.hazardAt, ...fresh.map(({ run }) => [run.id, run.position] as const)]);
  return {
    runs,
    hazardAt,
    erased,
    toCall: fresh.map(({ run, hazards }) => ({ id: run.position, run, hazards })),
  };
}
