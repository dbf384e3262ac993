/** Which of the transitions written in a chart have been taken. */
import type { AnyStateMachine, AnyStateNode, InspectionEvent } from "xstate";
import { allNodes } from "./lint-chart.ts";

const taken = new Set<string>();

interface Transition {
  source: AnyStateNode;
  eventType: string;
}

/** Several transitions of one state on one event are told apart by their place in the list. */
const name = (one: Transition): string => {
  const list: readonly unknown[] =
    (one.eventType === "" ? one.source.always : one.source.transitions.get(one.eventType)) ?? [];
  return `${one.source.id} on '${one.eventType}' #${list.indexOf(one)}`;
};

export function noteMicrostep(event: InspectionEvent): void {
  if (event.type === "@xstate.microstep") for (const one of event._transitions) taken.add(name(one));
}

export function neverTaken(machine: AnyStateMachine): string[] {
  return allNodes(machine.root)
    .flatMap((node) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])])
    .map(name)
    .filter((one) => !taken.has(one))
    .sort();
}
