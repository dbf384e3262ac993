/** Runs a call chart without actors, clocks and audio: an event goes in, states, effects and timers come out. */
import { initialTransition, transition } from "xstate";
import type { callMachine } from "#machines/call/machine.ts";
import type { CallContext, CallEvent, CallInput } from "#machines/call/types.ts";
import { leafStates } from "#src/call/snapshot.ts";
import { effectLine, effectsOf, type RawAction } from "#src/rules/effect.ts";
import type { Step } from "./format.ts";

export type CallChart = typeof callMachine;
export type StepResult = Pick<Step, "leaves" | "effects" | "timers">;

export interface ChartRun {
  readonly initial: StepResult;
  take(event: { type: string }): StepResult;
  context(): CallContext;
  /** The chart has ended, and takes no more events. */
  ended(): boolean;
}

/** Pure: nothing that the chart names is carried out. */
export function runChart(chart: CallChart, input: CallInput): ChartRun {
  let [snapshot, actions] = initialTransition(chart, input);
  return {
    initial: { leaves: leafStates(snapshot.value), ...tell(actions) },
    take(event) {
      // Timers' and invoked actors' own events are no part of the chart's vocabulary.
      [snapshot, actions] = transition(chart, snapshot, event as CallEvent);
      return { leaves: leafStates(snapshot.value), ...tell(actions) };
    },
    context: () => snapshot.context,
    ended: () => snapshot.status !== "active",
  };
}

function tell(actions: readonly RawAction[]): Omit<StepResult, "leaves"> {
  const effects: string[] = [];
  const timers: Step["timers"] = [];
  for (const effect of effectsOf(actions))
    if (effect.kind === "timer") timers.push([timerEvent(effect.name), effect.ms]);
    else if (effect.kind === "cancel") timers.push([timerEvent(effect.name), null]);
    else if (effect.kind === "invoke")
      effects.push(effectLine({ ...effect, input: withoutCallId(effect.input) }));
    else effects.push(effectLine(effect));
  return { effects, timers };
}

/** As the chart gets it when the timer runs out. */
const timerEvent = (name: string): string => `xstate.after.${name}`;

const withoutCallId = (input: unknown): object => ({ ...(input as object), callId: undefined });
