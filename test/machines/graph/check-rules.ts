/** Leads the rules through a whole graph: every path of it, at once. What it finds first is found on a shortest path. */
import { Broken, type Memory, type Rule } from "#src/rules/rule.ts";
import type { Edge, Graph, Node } from "./explore.ts";
import type { PureStep } from "./stepper.ts";

export interface Counterexample {
  rule: string;
  because: string;
  slice: string;
  path: readonly PureStep[];
}

interface Place {
  node: Node;
  memory: Memory;
  via: { edge: Edge; from: Place } | undefined;
}

/** A shortest path on which the rule is broken; absent when there is none. */
export function counterexample(graph: Graph, rule: Rule): Counterexample | undefined {
  const broken = (because: string, path: readonly PureStep[]): Counterexample => ({
    rule: rule.name,
    because,
    slice: graph.slice.name,
    path,
  });
  let memory = rule.start;
  for (const [index, step] of graph.prefix.entries()) {
    const next = rule.next(memory, step);
    if (next instanceof Broken) return broken(next.because, graph.prefix.slice(0, index + 1));
    memory = next;
  }
  const begin: Place = { node: graph.root, memory, via: undefined };
  const seen = new Map<Node, Set<string>>([[graph.root, new Set([JSON.stringify(memory)])]]);
  const queue = [begin];
  for (const place of queue)
    for (const edge of place.node.out) {
      const next = rule.next(place.memory, edge.step);
      if (next instanceof Broken) return broken(next.because, [...graph.prefix, ...wayTo(place), edge.step]);
      const known = seen.get(edge.to) ?? new Set();
      seen.set(edge.to, known);
      const written = JSON.stringify(next);
      if (known.has(written)) continue;
      known.add(written);
      queue.push({ node: edge.to, memory: next, via: { edge, from: place } });
    }
  return undefined;
}

function wayTo(place: Place): PureStep[] {
  const way: PureStep[] = [];
  for (let at = place; at.via !== undefined; at = at.via.from) way.unshift(at.via.edge.step);
  return way;
}

/** A sentence and the way there, an event a line. */
export const explain = ({ rule, because, slice, path }: Counterexample): string =>
  [`${rule}: ${because} (${slice})`, ...path.map(({ event }) => `  ${JSON.stringify(event)}`)].join("\n");
