/** The graphs of all slices, and which of the written transitions and states they cover. */
import type { AnyStateMachine, AnyStateNode } from "xstate";
import { transitionId } from "#src/inspect/transition-id.ts";
import { allNodes } from "../lint-chart.ts";
import { explore, type Graph } from "./explore.ts";
import { slices } from "./slices.ts";

export const exploreAll = (machine: AnyStateMachine): Graph[] =>
  slices.map((slice) => explore(machine, slice));

export interface Coverage {
  /** How often each written transition is taken by an edge of a graph. */
  transitions: ReadonlyMap<string, number>;
  /** How many nodes of the graphs are in each state, by the state's id. */
  states: ReadonlyMap<string, number>;
}

export function coverageOf(machine: AnyStateMachine, graphs: readonly Graph[]): Coverage {
  const nodes = allNodes(machine.root);
  const transitions = new Map(writtenTransitions(nodes).map((id) => [id, 0]));
  const states = new Map(nodes.map(({ id }) => [id, 0]));
  const add = (counts: Map<string, number>, id: string) => counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const graph of graphs) {
    for (const { snapshot } of graph.nodes.values()) for (const { id } of snapshot._nodes) add(states, id);
    for (const step of graph.prefix) for (const { id } of step.after._nodes) add(states, id);
    for (const step of [...graph.prefix, ...graph.edges.map((edge) => edge.step)])
      for (const id of step.taken) {
        add(transitions, id);
        // Also a state that is left in the step that entered it.
        add(states, id.slice(0, id.indexOf(" on '")));
      }
  }
  return { transitions, states };
}

const writtenTransitions = (nodes: readonly AnyStateNode[]): string[] =>
  nodes
    .flatMap((node) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])])
    .map(transitionId);

export const missing = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].filter(([, count]) => count === 0).map(([id]) => id);
