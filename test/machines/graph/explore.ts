/** All steps that a chart can take from a beginning, under an alphabet of events. */
import { type AnyStateMachine, type EventObject } from "xstate";
import type { CallSnapshot } from "#src/rules/step.ts";
import { stateKey } from "./key.ts";
import { type PureStep, type Stepper, stepper } from "./stepper.ts";
import { pendingTimers } from "./timers.ts";

export interface Node {
  key: string;
  snapshot: CallSnapshot;
  out: Edge[];
  /** The edge by which it was reached first, hence on a shortest path. */
  via: Edge | undefined;
}

export interface Edge {
  from: Node;
  step: PureStep;
  to: Node;
}

export interface Graph {
  slice: Slice;
  /** The step that starts the chart, and those that lead to the root. */
  prefix: readonly PureStep[];
  root: Node;
  nodes: ReadonlyMap<string, Node>;
  edges: readonly Edge[];
}

/** A part of the call that is walked through completely: from where, and what may happen in it. */
export interface Slice {
  name: string;
  input: unknown;
  /** What leads from the first ring to the beginning; a function reads the moment from the call so far. */
  begin: readonly EventOf[];
  events: readonly EventOf[];
  /** Delays that may run out, by name. */
  timers: readonly string[];
}

/** An event that may happen now, or nothing. */
export type EventOf = (snapshot: CallSnapshot) => EventObject | undefined;

const tooMany = 6_000;

export function explore(machine: AnyStateMachine, slice: Slice, key = stateKey): Graph {
  const steps = stepper(machine, slice.input);
  const prefix = beginning(steps, slice);
  const root: Node = { key: "", snapshot: lastOf(prefix).after, out: [], via: undefined };
  root.key = key(root.snapshot);
  const nodes = new Map([[root.key, root]]);
  const edges: Edge[] = [];
  // A map's iteration sees what is added meanwhile: it is the queue of a breadth-first search.
  for (const from of nodes.values()) {
    for (const event of possible(slice, from.snapshot)) {
      const step = steps.step(from.snapshot, event);
      const reached = key(step.after);
      const to = nodes.get(reached) ?? { key: reached, snapshot: step.after, out: [], via: undefined };
      const edge = { from, step, to };
      if (!nodes.has(reached)) {
        to.via = edge;
        nodes.set(reached, to);
      }
      from.out.push(edge);
      edges.push(edge);
    }
    if (nodes.size > tooMany) throw new Error(`'${slice.name}' has more than ${tooMany} states`);
  }
  return { slice, prefix, root, nodes, edges };
}

/** Everything that may happen in this state. */
export function possible(slice: Slice, snapshot: CallSnapshot): EventObject[] {
  if (snapshot.status !== "active") return [];
  const events = slice.events.flatMap((make) => make(snapshot) ?? []);
  return [...events, ...pendingTimers(snapshot, slice.timers)];
}

function beginning(steps: Stepper, { name, begin }: Slice): PureStep[] {
  const prefix = [steps.start()];
  for (const make of begin) {
    const { after } = lastOf(prefix);
    const event = make(after);
    if (event === undefined)
      throw new Error(`'${name}' cannot begin: an event of its beginning is impossible.`);
    prefix.push(steps.step(after, event));
  }
  return prefix;
}

export function lastOf<T>(list: readonly T[]): T {
  const last = list.at(-1);
  if (last === undefined) throw new Error("nothing there");
  return last;
}

/** The edges from the root to a node, on a shortest path. */
export function pathTo(node: Node): Edge[] {
  const path: Edge[] = [];
  for (let edge = node.via; edge !== undefined; edge = edge.from.via) path.unshift(edge);
  return path;
}
