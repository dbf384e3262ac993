/** What a call takes of the machine. */
import { type ContenderName, contenderNames } from "../contender.ts";
import type { Resources } from "../result.ts";
import { quantile } from "../statistics.ts";

export interface ResourceFigures {
  contender: ContenderName;
  callsAtOnce: number;
  /** Medians of the processes that ran so many. */
  cpuSecondsPerCallSecond: number;
  memoryMiBPerCall: number;
}

/** By number of calls, then in the contenders' order. */
export function resourceFigures(resources: readonly Resources[]): ResourceFigures[] {
  const counts = [...new Set(resources.map(({ callsAtOnce }) => callsAtOnce))].sort((a, b) => a - b);
  return counts.flatMap((callsAtOnce) =>
    contenderNames.flatMap((contender) => {
      const own = resources.filter((one) => one.contender === contender && one.callsAtOnce === callsAtOnce);
      const cpu = quantile(
        own.map((one) => one.cpuSecondsPerCallSecond),
        0.5,
      );
      const memory = quantile(
        own.map((one) => one.memoryMiBPerCall),
        0.5,
      );
      if (cpu === undefined || memory === undefined) return [];
      return { contender, callsAtOnce, cpuSecondsPerCallSecond: cpu, memoryMiBPerCall: memory };
    }),
  );
}

/** Ours and a rival's, where both were measured with so many calls: with the most calls of those; undefined without. */
export function atMostCalls(
  figures: readonly ResourceFigures[],
  rival: ContenderName,
): { callsAtOnce: number; ours: ResourceFigures; theirs: ResourceFigures } | undefined {
  const pairs = figures
    .filter((one) => one.contender === "ema")
    .flatMap((ours) => {
      const theirs = figures.find((one) => one.contender === rival && one.callsAtOnce === ours.callsAtOnce);
      return theirs === undefined ? [] : { callsAtOnce: ours.callsAtOnce, ours, theirs };
    });
  return pairs.at(-1);
}
