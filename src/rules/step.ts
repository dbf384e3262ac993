/** One step of a call: an event, and everything that the chart made of it. Rules are asked about nothing else. */
import type { AnyActorRef, AnyStateNode, EventObject, SnapshotFrom } from "xstate";
import type { callMachine } from "#machines/call/machine.ts";
import type { CallTag } from "#machines/call/types.ts";
import { type Effect, effectsOf, type RawAction } from "./effect.ts";

export type CallSnapshot = SnapshotFrom<typeof callMachine>;

export interface CallStep {
  event: EventObject;
  /** Absent in the step that starts the chart. */
  before: CallSnapshot | undefined;
  after: CallSnapshot;
  effects: readonly Effect[];
  /** The states whose transitions were taken, as dotted paths below the root, such as `live.turn.listening`. */
  movers: readonly string[];
}

/** The state to which a transition belongs. */
export const moverOf = ({ source }: { source: AnyStateNode }): string => source.path.join(".");

/** Whether the state at this path below the chart's root is active, for instance `live.turn.handedOff`. */
export function isIn(snapshot: CallSnapshot | undefined, path: string): boolean {
  let value: unknown = snapshot?.value;
  for (const key of path.split(".")) {
    if (value === key) return path.endsWith(key);
    if (typeof value !== "object" || value === null || !(key in value)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}

export const hasTag = (snapshot: CallSnapshot | undefined, tag: CallTag): boolean =>
  snapshot?.hasTag(tag) === true;

/** Tells `listener` every further step of a running call; returns how to stop. What it throws, it has to answer for itself. */
export function observeSteps(actor: AnyActorRef, listener: (step: CallStep) => void): () => void {
  let before = actor.getSnapshot() as CallSnapshot;
  let actions: RawAction[] = [];
  let movers: string[] = [];
  const subscription = actor.system.inspect((seen) => {
    if (seen.actorRef !== actor) return;
    if (seen.type === "@xstate.action") actions.push(seen.action);
    if (seen.type === "@xstate.microstep") movers.push(...seen._transitions.map(moverOf));
    if (seen.type !== "@xstate.snapshot") return;
    const after = seen.snapshot as CallSnapshot;
    const step = { event: seen.event, before, after, effects: effectsOf(actions), movers };
    before = after;
    actions = [];
    movers = [];
    listener(step);
  });
  return () => subscription.unsubscribe();
}
