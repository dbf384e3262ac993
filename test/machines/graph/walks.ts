/** Walks through a graph that take every edge of it, and a sample of shortest ones that take every written transition. */
import type { CallContext } from "#machines/call/types.ts";
import { type Edge, type Graph, lastOf, type Node, pathTo } from "./explore.ts";
import type { PureStep } from "./stepper.ts";

export type Walk = readonly Edge[];

/** Every edge is in one of the walks; each begins at the root and goes on for as long as there is something new nearby. */
export function coverEdges(graph: Graph): Walk[] {
  const left = new Set(graph.edges);
  const walks: Walk[] = [];
  // In the order of the search, so that the way to a node is always known.
  for (const node of graph.nodes.values())
    while (node.out.some((edge) => left.has(edge))) {
      const walk: Edge[] = [];
      const go = (edges: readonly Edge[]) =>
        edges.forEach((edge) => {
          walk.push(edge);
          left.delete(edge);
        });
      go(pathTo(node));
      for (let more = nearest(node, left); more.length > 0; more = nearest(lastOf(walk).to, left)) go(more);
      walks.push(walk);
    }
  return walks;
}

const nearby = 200;

/** The way to the closest edge that is left and through it; empty when there is none among the next states. */
function nearest(from: Node, left: ReadonlySet<Edge>): Edge[] {
  const cameBy = new Map<Node, Edge | undefined>([[from, undefined]]);
  for (const node of cameBy.keys()) {
    const open = node.out.filter((edge) => left.has(edge));
    const edge = open.find(({ to }) => to.out.length > 0) ?? open[0];
    if (edge !== undefined) {
      const way = [edge];
      for (let by = cameBy.get(node); by !== undefined; by = cameBy.get(by.from)) way.unshift(by);
      return way;
    }
    if (cameBy.size < nearby) for (const out of node.out) if (!cameBy.has(out.to)) cameBy.set(out.to, out);
  }
  return [];
}

export interface SampleWalk {
  graph: Graph;
  walk: Walk;
}

/**
 * Shortest walks, slice by slice, until every transition that the graphs take has been taken, and with each of the memories
 * that it changes.
 */
export function sampleTransitions(graphs: readonly Graph[]): SampleWalk[] {
  const seen = new Set<string>();
  const isNew = (step: PureStep) => kindsOf(step).some((kind) => !seen.has(kind));
  const note = (step: PureStep) => kindsOf(step).forEach((kind) => seen.add(kind));
  return graphs.flatMap((graph) => {
    graph.prefix.forEach(note);
    const walks: SampleWalk[] = [];
    for (const edge of graph.edges) {
      if (!isNew(edge.step)) continue;
      const walk = [...pathTo(edge.from), edge];
      walk.forEach(({ step }) => note(step));
      walks.push({ graph, walk });
    }
    return walks;
  });
}

function kindsOf({ taken, before, after }: PureStep): string[] {
  const names = Object.keys(after.context) as (keyof CallContext)[];
  const changed = names.filter((name) => before?.context[name] !== after.context[name]).join(" ");
  return taken.flatMap((id) => [id, `${id} ${changed}`]);
}
