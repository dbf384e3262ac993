/** Whether the stories notice that a chart has been changed, and where. */
import type { AnyStateMachine, EventObject } from "xstate";
import { type PureStep, type Stepper, stepper } from "./stepper.ts";
import { storyOf } from "./story.ts";
import type { SampleWalk } from "./walks.ts";

/** Walks with what is told of them, written once. */
export interface Told extends SampleWalk {
  steps: readonly { event: EventObject; story: string }[];
}

export const tell = (sample: readonly SampleWalk[]): Told[] =>
  sample.map(({ graph, walk }) => ({
    graph,
    walk,
    steps: [...graph.prefix, ...walk.map(({ step }) => step)].map((step) => ({
      event: step.event,
      story: storyOf(step).join("\n"),
    })),
  }));

/** The first difference to what is told, as the way there; absent when there is none. */
export function killer(machine: AnyStateMachine, told: readonly Told[]): string | undefined {
  const steppers = new Map<unknown, Stepper>();
  const stepperFor = (input: unknown) => {
    const known = steppers.get(input) ?? stepper(machine, input);
    steppers.set(input, known);
    return known;
  };
  for (const one of told) {
    const difference = changedStory(stepperFor(one.graph.slice.input), one);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** The first step of a walk whose states or effects are not those that were told, with the way there. */
function changedStory(stepper: Stepper, { graph, steps }: Told): string | undefined {
  const way: string[] = [];
  try {
    let at: PureStep | undefined;
    for (const { event, story } of steps) {
      at = at === undefined ? stepper.start() : stepper.step(at.after, event);
      way.push(event.type);
      if (storyOf(at).join("\n") !== story) return `${graph.slice.name}: ${way.join(" → ")}`;
    }
    return undefined;
  } catch (error) {
    return `${way.join(" → ")}: ${String(error)}`;
  }
}
