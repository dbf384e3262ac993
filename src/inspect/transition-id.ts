/** The name of a transition as it is written in a chart; drawing, tracing and coverage all speak of transitions by it. */
import type { AnyStateNode } from "xstate";

/** A transition as XState keeps it; `eventType` is empty for `always`. */
export interface WrittenTransition {
  source: AnyStateNode;
  eventType: string;
}

/** Such as `call.live.turn on 'safety.owed' #0`: several transitions of a state on one event are told apart by their place in the list. */
export function transitionId(one: WrittenTransition): string {
  const list: readonly unknown[] =
    (one.eventType === "" ? one.source.always : one.source.transitions.get(one.eventType)) ?? [];
  return `${one.source.id} on '${one.eventType}' #${list.indexOf(one)}`;
}
