/** What is told twice, late or out of order becomes one state: of two versions of a thing, the one with the greater position holds. */
import type { Run, RunEvent } from "#src/api/answers.ts";

export function mergeRuns(known: ReadonlyMap<string, Run>, told: Iterable<Run>): ReadonlyMap<string, Run> {
  let merged: Map<string, Run> | undefined;
  for (const run of told) {
    const before = (merged ?? known).get(run.id);
    if (before && before.position >= run.position) continue;
    merged ??= new Map(known);
    merged.set(run.id, run);
  }
  return merged ?? known;
}

/** In the order of the call, whatever the order of arrival. Returns `known` itself when nothing is new. */
export function mergeEvents(known: readonly RunEvent[], told: readonly RunEvent[]): readonly RunEvent[] {
  const byId = new Map(known.map((event) => [event.id, event]));
  let changed = false;
  for (const event of told) {
    const before = byId.get(event.id);
    // Told again with less: what was said live is kept before what is stored of it.
    if (before && (before.position > event.position || (event.redacted && !before.redacted))) continue;
    if (before && before.position === event.position && before.redacted === event.redacted) continue;
    byId.set(event.id, event);
    changed = true;
  }
  return changed ? inOrderOfCall([...byId.values()]) : known;
}

/** By sequence; what bears none stands where the clock puts it. */
export function inOrderOfCall(events: readonly RunEvent[]): RunEvent[] {
  const numbered = events
    .filter(({ sequence }) => sequence !== null)
    .sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0) || one.position - other.position);
  const others = events
    .filter(({ sequence }) => sequence === null)
    .sort((one, other) => one.happenedAt.localeCompare(other.happenedAt) || one.position - other.position);
  const ordered: RunEvent[] = [];
  for (const event of numbered) {
    while (others[0] && others[0].happenedAt < event.happenedAt) ordered.push(...others.splice(0, 1));
    ordered.push(event);
  }
  return [...ordered, ...others];
}
