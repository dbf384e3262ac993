/** What was aimed at, and what came of it. */
import type { ContenderName } from "../contender.ts";
import type { ProfileName } from "../result.ts";
import type { Figures } from "./figures.ts";
import { atMostCalls, type ResourceFigures } from "./resources.ts";
import type { ProfileSummary } from "./profile-summary.ts";

/** Of a barge-in, to the agent's silence. Milliseconds. */
export const silenceLimit = 100;

export interface Target {
  name: string;
  unit: "ratio" | "ms" | "share";
  verdicts: readonly Verdict[];
  /** Shown for comparison; it does not count. */
  onlyShown: boolean;
}

interface Verdict {
  /** A profile, or a number of calls. */
  where: ProfileName | `${number} calls`;
  limit: number;
  value: number;
  met: boolean;
  /** How far beyond the limit, in the target's unit; negative where there is room. */
  over: number;
}

/** What was not measured has no verdict. */
export function targetsOf(
  profiles: readonly ProfileSummary[],
  resources: readonly ResourceFigures[],
): Target[] {
  const byProfile = (
    name: string,
    unit: Target["unit"],
    of: (summary: ProfileSummary) => Measured,
  ): Target => ({
    name,
    unit,
    onlyShown: false,
    verdicts: profiles.flatMap((summary) => verdict(summary.profile.name, of(summary))),
  });
  const medianOf = (rival: ContenderName, name: string, limit: number) =>
    byProfile(`Median wait, of ${name}`, "ratio", ({ toRivals }) => ({
      value: toRivals.find((one) => one.rival === rival)?.wait.p50,
      limit,
    }));
  return [
    medianOf("session-default", "AgentSession’s at its defaults", 0.7),
    medianOf("session-tuned", "AgentSession’s, tuned", 0.85),
    byProfile("Median wait, of the floor", "ratio", ({ toFloor }) => ({
      value: toFloor.p50,
      limit: 1.1,
    })),
    byProfile("95th percentile, of the floor’s", "ratio", ({ toFloor }) => ({
      value: toFloor.p95,
      limit: 1.25,
    })),
    byProfile("Median wait", "ms", ({ profile, contenders }) => ({
      value: profile.name === "seed" ? figuresIn(contenders, "ema")?.wait?.p50 : undefined,
      limit: 1_200,
    })),
    byProfile("Barge-in to silence, 95th percentile", "ms", ({ contenders }) => ({
      value: figuresIn(contenders, "ema")?.silence?.p95,
      limit: silenceLimit,
    })),
    byProfile("Wrongly taken turns, no more than AgentSession’s, tuned", "share", ({ contenders }) => ({
      value: figuresIn(contenders, "ema")?.wronglyTakenShare,
      limit: figuresIn(contenders, "session-tuned")?.wronglyTakenShare,
    })),
    ...(["session-tuned", "session-default"] as const).flatMap((rival) => machineTargets(rival, resources)),
  ];
}

function machineTargets(rival: "session-tuned" | "session-default", resources: readonly ResourceFigures[]) {
  const pair = atMostCalls(resources, rival);
  const whose = rival === "session-tuned" ? "AgentSession’s, tuned" : "AgentSession’s at its defaults";
  const target = (name: string, of: (figures: ResourceFigures) => number): Target => ({
    name: `${name} a call, of ${whose}${rival === "session-default" ? " (does not count)" : ""}`,
    unit: "ratio",
    onlyShown: rival === "session-default",
    verdicts:
      pair === undefined
        ? []
        : verdict(`${pair.callsAtOnce} calls`, { value: of(pair.ours) / of(pair.theirs), limit: 0.8 }),
  });
  return [
    target("CPU", (figures) => figures.cpuSecondsPerCallSecond),
    target("Memory", (figures) => figures.memoryMiBPerCall),
  ];
}

interface Measured {
  value: number | undefined;
  limit: number | undefined;
}

function verdict(where: Verdict["where"], { value, limit }: Measured): Verdict[] {
  if (value === undefined || limit === undefined || !Number.isFinite(value)) return [];
  return [{ where, limit, value, met: value <= limit, over: value - limit }];
}

const figuresIn = (contenders: ProfileSummary["contenders"], name: ContenderName): Figures | undefined =>
  contenders.find(({ contender }) => contender === name)?.all;
