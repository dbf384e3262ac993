/** Whether the stories notice that a chart has been changed, and where. */
import type { AnyStateMachine } from "xstate";
import type { Graph } from "./explore.ts";
import { type PureStep, type Stepper, stepper } from "./stepper.ts";
import { storyOf } from "./story.ts";
import type { SampleWalk } from "./walks.ts";

/** A step with what is told of it, written once. */
interface ToldStep {
  step: PureStep;
  story: string;
}

/** Walks with what is told of them. */
export interface Told {
  graph: Graph;
  prefix: readonly ToldStep[];
  walk: readonly ToldStep[];
}

export function tell(sample: readonly SampleWalk[]): Told[] {
  const known = new Map<PureStep, ToldStep>();
  const told = (step: PureStep): ToldStep => {
    const one = known.get(step) ?? { step, story: storyOf(step).join("\n") };
    known.set(step, one);
    return one;
  };
  return sample.map(({ graph, walk }) => ({
    graph,
    prefix: graph.prefix.map(told),
    walk: walk.map(({ step }) => told(step)),
  }));
}

/** The first difference to what is told, as the way there; absent when there is none. */
export function killer(machine: AnyStateMachine, told: readonly Told[]): string | undefined {
  const begun = new Map<Graph, { steps: Stepper; at: PureStep }>();
  const way: string[] = [];
  try {
    for (const { graph, prefix, walk } of told) {
      way.length = 0;
      const known = begun.get(graph);
      const steps = known?.steps ?? stepper(machine, graph.slice.input);
      let at = known?.at;
      for (const { step, story } of [...(known === undefined ? prefix : []), ...walk]) {
        at = at === undefined ? steps.start() : steps.step(at.after, step.event);
        way.push(step.event.type);
        if (storyOf(at).join("\n") !== story) return `${graph.slice.name}: ${way.join(" → ")}`;
        if (step === graph.prefix.at(-1)) begun.set(graph, { steps, at });
      }
    }
    return undefined;
  } catch (error) {
    return `${way.join(" → ")}: ${String(error)}`;
  }
}
