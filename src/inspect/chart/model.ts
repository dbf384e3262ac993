/** A machine as plain data, for whoever draws, exports or lists it. Walked node by node, since `toJSON()` drops `always`. */
import type { AnyStateMachine, AnyStateNode } from "xstate";
import { transitionId } from "#src/inspect/transition-id.ts";
import { type Named, namesOf, nameOf } from "./named.ts";
import { type ChartTransition, trigger } from "./trigger.ts";

export interface ChartNode {
  /** XState's: a written `id`, else the path. */
  id: string;
  /** Such as `call.live.turn.listening`, whatever ids are written. */
  path: string;
  key: string;
  type: AnyStateNode["type"];
  description?: string;
  tags: readonly string[];
  /** The id of the state that is entered first. */
  initial?: string;
  entry: readonly Named[];
  exit: readonly Named[];
  invoke: readonly { id: string; src: string }[];
  meta?: unknown;
  children: readonly ChartNode[];
}

export interface ChartModel {
  root: ChartNode;
  /** Those of one state follow each other in the order in which XState asks them. */
  transitions: readonly ChartTransition[];
}

export function chartModel(machine: AnyStateMachine): ChartModel {
  const nodes = withDescendants(machine.root);
  return {
    root: readNode(machine.root, machine.id),
    transitions: nodes.flatMap((node) => readTransitions(node, machine.implementations.delays)),
  };
}

/** The node itself first; parents before children. */
function withDescendants<Node extends { states: Record<string, Node> }>(node: Node): Node[] {
  return [node, ...Object.values(node.states).flatMap(withDescendants)];
}

/** The node itself first; parents before children. */
export function nodesOf(node: ChartNode): ChartNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

function readNode(node: AnyStateNode, rootId: string): ChartNode {
  const initial = node.type === "compound" ? node.initial.target?.[0]?.id : undefined;
  return {
    id: node.id,
    path: [rootId, ...node.path].join("."),
    key: node.key,
    type: node.type,
    ...(node.description === undefined ? {} : { description: node.description }),
    tags: [...node.tags],
    ...(initial === undefined ? {} : { initial }),
    entry: namesOf(node.entry),
    exit: namesOf(node.exit),
    invoke: node.invoke.map(({ id, src }) => ({ id, src: typeof src === "string" ? src : id })),
    ...(node.meta === undefined ? {} : { meta: node.meta as unknown }),
    children: Object.values(node.states).map((child) => readNode(child, rootId)),
  };
}

function readTransitions(node: AnyStateNode, delays: Record<string, unknown>): ChartTransition[] {
  return [...node.transitions.values(), node.always ?? []].flat().map((one) => ({
    id: transitionId(one),
    source: node.id,
    targets: (one.target ?? []).map(({ id }) => id),
    ...trigger(one.eventType, delays, node),
    ...(one.guard === undefined ? {} : { guard: nameOf(one.guard) }),
    actions: namesOf(one.actions),
    reenter: one.reenter,
    ...(one.description === undefined ? {} : { description: one.description }),
  }));
}
