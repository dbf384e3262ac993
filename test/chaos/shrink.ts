/** Makes a plan that breaks a rule as small as it gets: whatever can be left out without mending it is left out. */
import type { Act, Plan } from "./plan.ts";
import { run, type RunOptions, type RunResult } from "./run.ts";

export interface Shrunk {
  plan: Plan;
  result: RunResult;
  /** Plans that were tried. */
  tried: number;
}

/** Ends when nothing more can be left out, or after so many plans. */
export async function shrink(
  plan: Plan,
  rule: string,
  options: RunOptions,
  mostTried = 120,
): Promise<Shrunk> {
  let best: Shrunk = { plan, result: await run(plan, options), tried: 1 };
  for (let shrinks = true; shrinks && best.tried < mostTried;) {
    shrinks = false;
    for (const smaller of smallerPlans(best.plan)) {
      if (best.tried >= mostTried) break;
      const result = await run(smaller, options);
      best = { ...best, tried: best.tried + 1 };
      if (!(rule in result.broken)) continue;
      best = { plan: smaller, result, tried: best.tried };
      shrinks = true;
      break;
    }
  }
  return best;
}

/** Plans with less in them, those that leave out most first. */
function* smallerPlans(plan: Plan): Generator<Plan> {
  for (const part of ["tracks", "faults", "answers", "humans"] as const)
    if (plan[part].length > 0) yield { ...plan, [part]: [] };
  const tracks = plan.tracks.filter((track) => track.length > 0);
  if (tracks.length < plan.tracks.length) yield { ...plan, tracks };
  for (const [index, track] of plan.tracks.entries())
    for (const fewer of fewerOf(track)) yield { ...plan, tracks: plan.tracks.with(index, fewer) };
  for (const faults of fewerOf(plan.faults)) yield { ...plan, faults };
  for (const answers of fewerOf(plan.answers)) yield { ...plan, answers };
  for (const humans of fewerOf(plan.humans)) yield { ...plan, humans };
  for (const [index, track] of plan.tracks.entries())
    for (const [place, act] of track.entries())
      for (const plain of plainer(act))
        yield { ...plan, tracks: plan.tracks.with(index, track.with(place, plain)) };
}

/** The list without its second half, without its first, and without each of its members. */
function* fewerOf<T>(list: readonly T[]): Generator<T[]> {
  const half = Math.ceil(list.length / 2);
  if (list.length > 2) {
    yield list.slice(0, half);
    yield list.slice(half);
  }
  for (let index = list.length - 1; index >= 0; index--) yield list.toSpliced(index, 1);
}

/** The same act with one of its peculiarities left out. */
function* plainer(act: Act): Generator<Act> {
  if (act.trigger.on !== "agentSilent")
    yield { ...act, trigger: { ...act.trigger, on: "agentSilent", waitMs: 15_000 } };
  if (act.kind !== "speaks") return;
  if (act.pauses.length > 0) yield { ...act, pauses: [] };
  if (act.started !== "once") yield { ...act, started: "once" };
  if (act.ended !== "once") yield { ...act, ended: "once" };
  if (act.final !== "once") yield { ...act, final: "once" };
  if (act.interims > 0) yield { ...act, interims: 0 };
}
