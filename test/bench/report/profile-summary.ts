/** A profile's contenders, and ours as a part of each rival's and of the floor's: below 1, ours is less. */
import type { ContenderName } from "../contender.ts";
import type { Cell, Profile, Spread } from "../result.ts";
import { type ContenderFigures, contendersOf } from "./contender-figures.ts";

export interface ProfileSummary {
  profile: Profile;
  contenders: readonly ContenderFigures[];
  /** Without what one of the two was not measured in. */
  toFloor: Partial<Spread>;
  toRivals: readonly { rival: ContenderName; wait: Partial<Spread> }[];
}

/** Of all cells of a run, takes those of the profile. */
export function profileSummary(profile: Profile, cells: readonly Cell[]): ProfileSummary {
  const contenders = contendersOf(cells.filter((cell) => cell.profile === profile.name));
  const ours = contenders.find(({ contender }) => contender === "ema")?.all.wait;
  const against = (other: Spread | undefined): Partial<Spread> =>
    ours === undefined || other === undefined ? {} : { p50: ours.p50 / other.p50, p95: ours.p95 / other.p95 };
  return {
    profile,
    contenders,
    toFloor: against(profile.floor),
    toRivals: contenders
      .filter(({ contender }) => contender !== "ema")
      .map(({ contender, all }) => ({ rival: contender, wait: against(all.wait) })),
  };
}
