/** Runs a call chart without actors, clocks and audio: an event goes in, states, effects and timers come out. */
import { initialTransition, transition } from "xstate";
import type { callMachine } from "#machines/call/machine.ts";
import type { CallContext, CallEvent, CallInput } from "#machines/call/types.ts";
import { leafStates } from "#src/call/snapshot.ts";
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

interface Params {
  id?: string;
  src?: string;
  input?: object;
  sendId?: string;
  delay?: number;
  targetId?: string;
  event?: { type: string };
}

function tell(actions: readonly { type: string; params?: unknown }[]): Omit<StepResult, "leaves"> {
  const effects: string[] = [];
  const timers: Step["timers"] = [];
  for (const { type, params } of actions) {
    // A stopped actor's parameters are the actor itself, whose id is read and nothing else.
    const given: Params = typeof params === "object" && params !== null ? params : {};
    if (type === "xstate.raise") timers.push([given.id ?? "", given.delay ?? 0]);
    else if (type === "xstate.cancel") timers.push([given.sendId ?? "", null]);
    else if (type === "xstate.spawnChild")
      effects.push(`invoke ${given.src} as ${given.id}${written(withoutCallId(given.input))}`);
    else if (type === "xstate.stopChild") {
      if (given.id !== undefined) effects.push(`stop ${given.id}`);
    } else if (type === "xstate.sendTo")
      effects.push(`tell ${given.targetId ?? "an actor"} ${given.event?.type}`);
    else effects.push(`${type}${written(params)}`);
  }
  return { effects, timers };
}

const written = (params: unknown): string => (params === undefined ? "" : ` ${JSON.stringify(params)}`);

const withoutCallId = (input: object = {}): object => ({ ...input, callId: undefined });
