/** A walk as text: each event, the states it led to, what was done outside. A changed chart is read as a changed story. */
import { effectLine } from "#src/rules/effect.ts";
import { activeStates, leafStates } from "#src/call/snapshot.ts";
import type { CallSnapshot } from "#src/rules/step.ts";
import { lastOf } from "./explore.ts";
import type { PureStep } from "./stepper.ts";
import type { SampleWalk } from "./walks.ts";

export function stories(sample: readonly SampleWalk[]): string {
  const told = new Set<PureStep>();
  return sample
    .map(({ graph, walk }, index) => {
      const begun = told.has(lastOf(graph.prefix));
      const steps = [...(begun ? [] : graph.prefix), ...walk.map(({ step }) => step)];
      const lines = steps.flatMap((step) => (told.has(step) ? [eventLine(step)] : storyOf(step)));
      for (const step of steps) told.add(step);
      return [`# ${index + 1} ${graph.slice.name}${begun ? ", from where it begins" : ""}`, ...lines].join(
        "\n",
      );
    })
    .join("\n\n");
}

/** Timers that are given up are left out: leaving their state does that. */
export function storyOf(step: PureStep): string[] {
  const { before, after, effects } = step;
  const was = before === undefined ? [] : activeStates(valueOf(before));
  const now = leafStates(valueOf(after)).filter((state) => !was.includes(state));
  return [
    eventLine(step),
    ...now.map((state) => `  → ${state}`),
    ...memoryOf(step).map((change) => `  · ${change}`),
    ...effects.filter(({ kind }) => kind !== "cancel").map((effect) => `    ${effectLine(effect)}`),
  ];
}

function eventLine({ event: { type, ...given } }: PureStep): string {
  return Object.keys(given).length === 0 ? type : `${type} ${JSON.stringify(given)}`;
}

const valueOf = ({ value }: CallSnapshot) => value;

/** What the chart remembers since this step; the time itself is left out. */
function memoryOf({ before, after }: PureStep): string[] {
  const was = Object.entries(before?.context ?? {});
  return Object.entries(after.context)
    .filter(
      ([name, value]) => name !== "now" && before !== undefined && !was.some((one) => same(one, name, value)),
    )
    .map(([name, value]) => `${name} ${JSON.stringify(value) ?? "forgotten"}`);
}

const same = ([other, was]: [string, unknown], name: string, value: unknown) =>
  other === name && JSON.stringify(was) === JSON.stringify(value);
