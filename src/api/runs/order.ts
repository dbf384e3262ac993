/** The order of a call's events, and what is missing between them. Pure: the dashboard reckons with the same. */
import type { RunEvent } from "#src/api/answers.ts";

type Ordered = Pick<RunEvent, "id" | "sequence" | "happenedAt" | "position">;

/**
 * The call's own order. Events with a sequence follow each other by it, whatever their clocks say; the others, from a sender
 * that numbers nothing or from the API itself, stand among them by time.
 */
export function orderEvents<Event extends Ordered>(events: readonly Event[]): Event[] {
  const numbered = events.filter(({ sequence }) => sequence !== null).toSorted(bySequence);
  const timed = events.filter(({ sequence }) => sequence === null).toSorted(byTime);
  const ordered: Event[] = [];
  for (const event of numbered) {
    while (timed[0] !== undefined && timed[0].happenedAt < event.happenedAt)
      ordered.push(...timed.splice(0, 1));
    ordered.push(event);
  }
  return [...ordered, ...timed];
}

/** Sequences `from` to `to` never arrived. */
export interface Gap {
  from: number;
  to: number;
  /** Id of the event that they are missing before. */
  before: string;
}

/** In the order of the call; what is missing after the last event nobody can tell. */
export function gapsIn(events: readonly Pick<RunEvent, "id" | "sequence">[]): Gap[] {
  const gaps: Gap[] = [];
  let next = 0;
  for (const { id, sequence } of events.toSorted(bySequence)) {
    if (sequence === null) continue;
    if (sequence > next) gaps.push({ from: next, to: sequence - 1, before: id });
    next = sequence + 1;
  }
  return gaps;
}

const bySequence = (one: Pick<RunEvent, "sequence">, other: Pick<RunEvent, "sequence">): number =>
  (one.sequence ?? 0) - (other.sequence ?? 0);

const byTime = (one: Ordered, other: Ordered): number =>
  one.happenedAt === other.happenedAt
    ? one.position - other.position
    : one.happenedAt < other.happenedAt
      ? -1
      : 1;
