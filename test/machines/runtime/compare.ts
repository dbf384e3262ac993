/** A running call beside the chart alone: the same events, step by step, must lead to the same state, memory and effects. */
import { isDeepStrictEqual } from "node:util";
import { initialTransition, type InspectionEvent, transition } from "xstate";
import { callMachine } from "#machines/call/machine.ts";
import type { CallEvent, CallInput } from "#machines/call/types.ts";
import type { CallHandle } from "#src/call/handle.ts";
import { transitionId } from "#src/inspect/transition-id.ts";
import { effectLine, effectsOf, type RawAction } from "#src/rules/effect.ts";
import type { CallSnapshot } from "#src/rules/step.ts";

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
  let done: RawAction[] = [];
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
    compare("actions", shown(actions), shown(done));
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
    else if (inspected.type === "@xstate.action") done.push(inspected.action);
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

/** Effects with their parameters, timers with their delays, actors begun and stopped, what is told to them. */
const shown = (actions: readonly RawAction[]): string[] =>
  effectsOf(actions).flatMap((effect) => (effect.kind === "cancel" ? [] : [effectLine(effect)]));
