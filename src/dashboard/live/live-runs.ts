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
  /** Calls as they were known when the stream came back from a break: any of them may have been erased meanwhile. */
  doubtful: ReadonlyMap<string, Run>;
}

export type LiveChange =
  /** What runs, as the API lists it: it is shown, not called out. What was doubtful and is not in it is let go. */
  | { kind: "known"; runs: readonly Run[] }
  | { kind: "told"; runs: readonly Run[]; erased: readonly string[] }
  /** The stream is back. What it tells from now on is beyond doubt. */
  | { kind: "resumed" };

export const noRuns: LiveRuns = {
  runs: new Map(),
  hazardAt: new Map(),
  erased: new Set(),
  toCall: [],
  doubtful: new Map(),
};

export function changeRuns(before: LiveRuns, change: LiveChange): LiveRuns {
  if (change.kind === "resumed") return { ...before, toCall: [], doubtful: before.runs };
  const live = change.kind === "known" ? withoutDoubt(before, change.runs) : before;
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
    doubtful: live.doubtful,
    toCall: fresh.map(({ run, hazards }) => ({ id: run.position, run, hazards })),
  };
}

/** Without those that are neither listed nor were told anew; what has ended is in the history, which is asked for again. */
function withoutDoubt(live: LiveRuns, listed: readonly Run[]): LiveRuns {
  if (live.doubtful.size === 0) return live;
  const ids = new Set(listed.map(({ id }) => id));
  const runs = new Map([...live.runs].filter(([id, run]) => ids.has(id) || live.doubtful.get(id) !== run));
  return { ...live, runs, doubtful: new Map() };
}
