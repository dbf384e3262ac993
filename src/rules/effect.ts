/** What a step of the chart does outside: XState's action objects, pure or carried out, as plain values. */
import type { AnyActorRef } from "xstate";

/** An action as `transition()` returns it and as `@xstate.action` tells it. */
export interface RawAction {
  type: string;
  params?: unknown;
}

export type Effect =
  /** One of the chart's named effects. */
  | { kind: "act"; name: string; params?: unknown }
  /** An actor begins or is stopped: a reply, a phrase, a tool, a human being called. */
  | { kind: "invoke"; id: string; src: string; input: unknown }
  | { kind: "stop"; id: string }
  /** The chart tells an actor something. */
  | { kind: "tell"; event: { type: string } }
  /** A timer is set, ms, or given up; `name` is the state's and the delay's. */
  | { kind: "timer"; name: string; ms: number }
  | { kind: "cancel"; name: string };

const timerPrefix = "xstate.after.";

export function effectsOf(actions: readonly RawAction[]): Effect[] {
  return actions.flatMap((action): Effect[] => {
    const params = action.params as never;
    switch (action.type) {
      case "xstate.spawnChild":
        return [invoked(params)];
      case "xstate.stopChild":
        return stopped(params);
      case "xstate.sendTo":
        return [{ kind: "tell", event: (params as { event: { type: string } }).event }];
      case "xstate.raise":
        return timer(params);
      case "xstate.cancel":
        return [{ kind: "cancel", name: timerName((params as { sendId: string }).sendId) }];
      default:
        return [
          {
            kind: "act",
            name: action.type,
            ...(action.params === undefined ? {} : { params: action.params }),
          },
        ];
    }
  });
}

function invoked({ id, src, input }: { id: string; src: unknown; input: unknown }): Effect {
  return { kind: "invoke", id, src: typeof src === "string" ? src : "inline", input };
}

/** Absent when the actor has ended by itself. */
const stopped = (actor: AnyActorRef | undefined): Effect[] =>
  actor === undefined ? [] : [{ kind: "stop", id: actor.id }];

/** A raise without a delay belongs to the step itself. */
function timer({ event, delay }: { event: { type: string }; delay?: number }): Effect[] {
  return delay === undefined ? [] : [{ kind: "timer", name: timerName(event.type), ms: delay }];
}

const timerName = (name: string): string =>
  name.startsWith(timerPrefix) ? name.slice(timerPrefix.length) : name;

/** One line, such as `invoke reply {"brain":"model"}` or `ENDPOINT.call… 420 ms`. */
export function effectLine(effect: Effect): string {
  switch (effect.kind) {
    case "act":
      return effect.params === undefined ? effect.name : `${effect.name} ${JSON.stringify(effect.params)}`;
    case "invoke":
      return `invoke ${effect.src} ${JSON.stringify(effect.input)}`;
    case "stop":
      return `stop ${effect.id}`;
    case "tell":
      return `tell ${effect.event.type}`;
    case "timer":
      return `timer ${effect.name} ${effect.ms} ms`;
    case "cancel":
      return `cancel ${effect.name}`;
  }
}
