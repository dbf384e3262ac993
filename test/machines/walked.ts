/** Which of the transitions written in a chart have been taken. */
import type { AnyStateMachine, InspectionEvent } from "xstate";
import { transitionId } from "#src/inspect/transition-id.ts";
import { allNodes } from "./lint-chart.ts";

const taken = new Set<string>();

export function noteMicrostep(event: InspectionEvent): void {
  if (event.type === "@xstate.microstep") for (const one of event._transitions) taken.add(transitionId(one));
}

export function neverTaken(machine: AnyStateMachine): string[] {
  return allNodes(machine.root)
    .flatMap((node) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])])
    .map(transitionId)
    .filter((one) => !taken.has(one))
    .sort();
}
