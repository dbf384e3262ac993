/** Where everything of a chart stands, from the innermost state outwards: regions are packed, other children laid out by their arrows. */
import { type Arrow, type Arrows, arrowsOf } from "./arrows.ts";
import { insideOf, margin, type Size } from "./boxes.ts";
import { layOutChildren } from "./layered.ts";
import type { ChartModel, ChartNode } from "./model.ts";
import { pack, type Placed } from "./pack.ts";

export interface Point {
  x: number;
  y: number;
}

export interface Route {
  points: readonly Point[];
}

export type DrawnArrow = Arrow & Route & { pill?: Placed };

/** One state's, from its upper left corner. */
export interface Layout extends Size {
  /** By node id. */
  states: ReadonlyMap<string, Placed>;
  /** By node id: from the dot to the state that is entered first. */
  initials: ReadonlyMap<string, Route>;
  arrows: readonly DrawnArrow[];
}

export async function layOut(model: ChartModel): Promise<Layout & { rows: Arrows["inside"] }> {
  const arrows = arrowsOf(model);
  return { ...(await layOutState(model.root, arrows)), rows: arrows.inside };
}

async function layOutState(node: ChartNode, arrows: Arrows): Promise<Layout> {
  const { width, height: head } = insideOf(node, arrows);
  const parts: Layout[] = [];
  for (const child of node.children) parts.push(await layOutState(child, arrows));
  const none = { width: 0, height: 0, places: [], arrows: [] };
  const inner =
    parts.length === 0
      ? none
      : node.type === "parallel"
        ? { ...pack(parts), arrows: [] }
        : await layOutChildren(node, parts, arrows.all);
  const corner = { x: margin, y: head + 4 };
  const size =
    parts.length === 0
      ? { width, height: head }
      : { width: Math.max(width, inner.width + 2 * margin), height: head + 4 + inner.height + margin };
  const own: Layout = {
    ...size,
    states: new Map([[node.id, { x: 0, y: 0, ...size }]]),
    initials: new Map("initial" in inner && inner.initial ? [[node.id, moved(inner.initial, corner)]] : []),
    arrows: inner.arrows.map((arrow) => moved(arrow, corner)),
  };
  return parts.reduce((whole, part, index) => {
    const { x = 0, y = 0 } = inner.places[index] ?? {};
    return joined(whole, part, { x: x + corner.x, y: y + corner.y });
  }, own);
}

function joined(whole: Layout, part: Layout, by: Point): Layout {
  return {
    ...whole,
    states: new Map([...whole.states, ...[...part.states].map(([id, at]) => [id, shifted(at, by)] as const)]),
    initials: new Map([
      ...whole.initials,
      ...[...part.initials].map(([id, one]) => [id, moved(one, by)] as const),
    ]),
    arrows: [...whole.arrows, ...part.arrows.map((arrow) => moved(arrow, by))],
  };
}

const shifted = <Thing extends Point>(one: Thing, by: Point): Thing => ({
  ...one,
  x: one.x + by.x,
  y: one.y + by.y,
});

function moved<Thing extends Route & { pill?: Placed }>(one: Thing, by: Point): Thing {
  const points = one.points.map((point) => shifted(point, by));
  return one.pill === undefined ? { ...one, points } : { ...one, points, pill: shifted(one.pill, by) };
}
