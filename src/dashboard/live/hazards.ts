/** Which hazards of running calls are new, so that each is called out once. */
import type { Run } from "#src/api/answers.ts";

export interface NewHazard {
  run: Run;
  hazards: readonly string[];
}

/** What `told` says of hazards that `known` did not. */
export function newHazards(known: ReadonlyMap<string, Run>, told: readonly Run[]): NewHazard[] {
  const found: NewHazard[] = [];
  for (const run of told) {
    const before = known.get(run.id);
    if (run.status !== "running" || (before && before.position >= run.position)) continue;
    const hazards = run.hazards.filter((hazard) => !before?.hazards.includes(hazard));
    if (hazards.length > 0) found.push({ run, hazards });
  }
  return found;
}
