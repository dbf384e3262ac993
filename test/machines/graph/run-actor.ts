/** Walks in a running actor: what it does in each step is compared with what the graph says. */
import { type ActorLogic, type AnyStateMachine, createActor, fromCallback, type Snapshot } from "xstate";
import type { callMachine } from "#machines/call/machine.ts";
import { effectLine } from "#src/rules/effect.ts";
import { type CallSnapshot, type CallStep, observeSteps } from "#src/rules/step.ts";
import type { Graph } from "./explore.ts";
import { stateKey } from "./key.ts";
import type { PureStep } from "./stepper.ts";
import type { Walk } from "./walks.ts";

/** A human who answers or refuses in the very step in which they are told to. */
const human: ActorLogic<Snapshot<undefined>, { type: string }> = {
  getInitialSnapshot: () => ({ status: "active", output: undefined, error: undefined }),
  getPersistedSnapshot: (snapshot) => snapshot,
  transition: (snapshot, { type }) => {
    if (type === "answers") return { status: "done", output: undefined, error: undefined };
    return type === "refuses" ? { status: "error", output: undefined, error: "nobody" } : snapshot;
  },
};

const silent = fromCallback(() => {});

/** Timers do not run out by themselves: a walk says when. */
const clock = { setTimeout: () => 0, clearTimeout: () => {} };

/** The chart with actors that do nothing by themselves; providing them takes longer than a walk. */
export const runnable = (machine: AnyStateMachine): AnyStateMachine =>
  (machine as typeof callMachine).provide({
    actors: { reply: silent, phrase: silent, tool: silent, human } as never,
  });

/** The first step in which the actor did something else, as a sentence; absent when there is none. */
export function walkActor(machine: AnyStateMachine, graph: Graph, walk: Walk): string | undefined {
  const actor = createActor(machine, { input: graph.slice.input, clock } as never);
  const steps: CallStep[] = [];
  actor.subscribe({ error: () => {} });
  actor.start();
  observeSteps(actor, (step) => steps.push(step));
  const beginning = graph.prefix.slice(1).map((step) => ({ step, key: stateKey(step.after) }));
  const expected = [...beginning, ...walk.map(({ step, to }) => ({ step, key: to.key }))];
  for (const [index, { step, key }] of expected.entries()) {
    steps.length = 0;
    send(actor, shifted(step, actor.getSnapshot() as CallSnapshot));
    const difference = compare(step, key, steps);
    if (difference !== undefined) {
      const way = expected.slice(0, index + 1).map(({ step: { event } }) => event.type);
      return `${graph.slice.name}: ${way.join(" → ")}: ${difference}`;
    }
  }
  actor.stop();
  return undefined;
}

/** The event with its moments moved to where this call is: a node of the graph stands for calls of any age. */
function shifted({ event, before }: PureStep, { context }: CallSnapshot): PureStep["event"] {
  const later = context.now - (before?.context.now ?? 0);
  const moments = Object.entries(event).filter(([name]) => /^(?:at|voicedAt|voicedUntil)$/.test(name));
  return { ...event, ...Object.fromEntries(moments.map(([name, at]) => [name, Number(at) + later])) };
}

function send(actor: ReturnType<typeof createActor>, event: PureStep["event"]): void {
  const { children } = actor.getSnapshot() as CallSnapshot;
  if (event.type === "xstate.done.actor.human") children["human"]?.send({ type: "answers" });
  else if (event.type === "xstate.error.actor.human") children["human"]?.send({ type: "refuses" });
  else actor.send(event);
}

/** The key of the node that a step leads to is known: making it again would take as long as the step. */
function compare(want: PureStep, key: string, steps: readonly CallStep[]): string | undefined {
  const [got] = steps;
  if (got === undefined || steps.length > 1) return `${steps.length} steps instead of one`;
  const [wanted, did] = [want, got].map(({ effects }) => effects.map(effectLine).join("\n"));
  if (wanted !== did) return `effects differ, wanted\n${wanted}\ngot\n${did}`;
  const reached = stateKey(got.after);
  return reached === key ? undefined : `states or memory differ, wanted\n${key}\ngot\n${reached}`;
}
