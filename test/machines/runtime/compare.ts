/** A running call beside the chart alone: the same events, step by step, must lead to the same state, memory and effects. */
import { isDeepStrictEqual } from "node:util";
import { initialTransition, type InspectionEvent, type SnapshotFrom, transition } from "xstate";
import { callMachine } from "#machines/call/machine.ts";
import type { CallEvent, CallInput } from "#machines/call/types.ts";
import type { CallHandle } from "#src/call/handle.ts";
import { transitionId } from "#src/inspect/transition-id.ts";

type CallSnapshot = SnapshotFrom<typeof callMachine>;

export interface Comparison {
  /** Types of the events that the call has processed, oldest first. */
  readonly events: readonly string[];
  /** Names of the written transitions that the call took. */
  readonly taken: ReadonlySet<string>;
  /** Throws when a step so far differed from the chart's. */
  check(): void;
}

/** Begin right after `startCall`: what was processed before is not compared. */
export function compareSteps(handle: CallHandle, input: CallInput): Comparison {
  let [expected] = initialTransition(callMachine, input);
  const events: string[] = [];
  const taken = new Set<string>();
  const mismatches: string[] = [];
  let done: string[] = [];
  let carriedOut: string[] = [];

  const compare = (what: string, wanted: unknown, got: unknown) => {
    if (isDeepStrictEqual(wanted, got)) return;
    const path = events.slice(-12).join(" > ");
    mismatches.push(`${path}: ${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  };
  const step = (event: CallEvent, running: CallSnapshot) => {
    events.push(event.type);
    const [next, actions] = transition(callMachine, expected, event);
    expected = next;
    const wanted = actions.flatMap(({ type, params }) => shown(type, params));
    compare("actions", wanted, done);
    const effects = actions.map(({ type }) => type).filter((type) => !type.startsWith("xstate."));
    compare("effects carried out", effects, carriedOut);
    compare("status", next.status, running.status);
    compare("state", next.value, running.value);
    compare("memory", remembered(next), remembered(running));
    compare("actors", Object.keys(next.children).sort(), Object.keys(running.children).sort());
    done = [];
    carriedOut = [];
  };

  handle.observe((entry) => {
    if (entry.kind === "effect") carriedOut.push(entry.name);
  });
  handle.actor.system.inspect((inspected: InspectionEvent) => {
    if (inspected.actorRef !== handle.actor) return;
    if (inspected.type === "@xstate.microstep")
      for (const one of inspected._transitions) taken.add(transitionId(one));
    else if (inspected.type === "@xstate.action")
      done.push(...shown(inspected.action.type, inspected.action.params));
    else if (inspected.type === "@xstate.snapshot")
      step(inspected.event as CallEvent, inspected.snapshot as CallSnapshot);
  });
  return {
    events,
    taken,
    check() {
      if (mismatches.length > 0)
        throw new Error(`The call differs from its chart.\n${mismatches.join("\n")}`);
    },
  };
}

const remembered = ({ context }: CallSnapshot) => ({ ...context });

/** An action in words: effects with their parameters, timers, actors begun and stopped, what is told to them. */
function shown(type: string, params: unknown): string[] {
  const given = (params ?? {}) as {
    id?: string;
    delay?: number;
    event?: { type: string };
    input?: unknown;
    actorRef?: { id: string };
    to?: { id: string };
  };
  switch (type) {
    case "xstate.raise":
      return given.delay === undefined ? [] : [`timer ${given.event?.type} in ${given.delay}`];
    case "xstate.cancel":
      return [];
    case "xstate.spawnChild":
      return [`begins ${given.id} ${JSON.stringify(given.input)}`];
    case "xstate.stopChild":
      return [`stops ${(params as { id?: string } | undefined)?.id ?? "an actor"}`];
    case "xstate.sendTo":
      return [`tells ${given.to?.id}: ${given.event?.type}`];
    case "xstate.assign":
      return [];
    default:
      return [params === undefined ? type : `${type} ${JSON.stringify(params)}`];
  }
}
