/**
 * Which transitions share an arrow. Those between neighbours are rows of the arrow's pill. One that leads further is a row in
 * its state, which names the target, and shares the bare arrow between those two neighbours that are around its ends.
 */
import { type ChartModel, type ChartNode, nodesOf } from "./model.ts";
import type { ChartTransition } from "./trigger.ts";

export interface Arrow {
  /** Its place in the list: `data-arrow` of the drawing. */
  number: number;
  source: string;
  target: string;
  /** The pill's rows. */
  transitions: readonly ChartTransition[];
  /** Those that only share its way. */
  further: readonly ChartTransition[];
}

export interface Row {
  transition: ChartTransition;
  /** Where it leads, if no arrow of its own tells. */
  leadsTo?: string;
  arrow?: number;
}

export interface Arrows {
  all: readonly Arrow[];
  /** By node id: the rows in a state. */
  inside: ReadonlyMap<string, readonly Row[]>;
}

export function arrowsOf({ root, transitions }: ChartModel): Arrows {
  const nodes = nodesOf(root);
  const keys = new Map(nodes.map(({ id, key }) => [id, key]));
  const neighbours = neighboursAround(nodes);
  const all: (Arrow & { transitions: ChartTransition[]; further: ChartTransition[] })[] = [];
  const inside = new Map<string, Row[]>();
  for (const one of transitions) {
    const ends = one.targets.flatMap((target) => neighbours(one.source, target) ?? []);
    const found = ends.map(({ source, target }) => {
      const known = all.find((arrow) => arrow.source === source && arrow.target === target);
      const arrow = known ?? { number: all.length, source, target, transitions: [], further: [] };
      if (known === undefined) all.push(arrow);
      return arrow;
    });
    const [first] = found;
    if (first?.source === one.source && first.target === one.targets[0] && one.targets.length === 1) {
      first.transitions.push(one);
      continue;
    }
    for (const arrow of found) arrow.further.push(one);
    const leadsTo = one.targets.map((id) => keys.get(id) ?? id).join(", ");
    const row = { transition: one, ...(leadsTo === "" ? {} : { leadsTo }) };
    const rows = inside.get(one.source) ?? [];
    inside.set(one.source, [...rows, first === undefined ? row : { ...row, arrow: first.number }]);
  }
  return { all, inside };
}

/** The two children of one state, not regions, in or at which the ends are; none where one end is in the other. */
export function neighboursAround(nodes: readonly ChartNode[]) {
  const parents = new Map(nodes.flatMap((node) => node.children.map(({ id }) => [id, node] as const)));
  const line = (id: string): string[] => [...(parents.has(id) ? line(parents.get(id)?.id ?? "") : []), id];
  return (from: string, to: string): { source: string; target: string } | undefined => {
    const [sources, targets] = [line(from), line(to)];
    const fork = sources.findIndex((id, place) => id !== targets[place]);
    const [source, target] = [sources[fork], targets[fork]];
    if (source === undefined || target === undefined) return undefined;
    return parents.get(source)?.type === "parallel" ? undefined : { source, target };
  };
}
