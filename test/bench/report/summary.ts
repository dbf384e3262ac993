/** A run in figures: of every contender, of ours against each, and against what was aimed at. */
import type { BenchResult } from "../result.ts";
import { type ContenderFigures, contendersOf } from "./contender-figures.ts";
import { type ProfileSummary, profileSummary } from "./profile-summary.ts";
import { type ResourceFigures, resourceFigures } from "./resources.ts";
import { type Target, targetsOf } from "./targets.ts";

export interface Summary {
  profiles: readonly ProfileSummary[];
  /** Over all profiles. */
  overall: readonly ContenderFigures[];
  resources: readonly ResourceFigures[];
  targets: readonly Target[];
}

export function summaryOf(result: BenchResult): Summary {
  const profiles = result.profiles.map((profile) => profileSummary(profile, result.cells));
  const resources = resourceFigures(result.resources);
  return {
    profiles,
    overall: contendersOf(result.cells),
    resources,
    targets: targetsOf(profiles, resources),
  };
}
