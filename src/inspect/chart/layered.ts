/** A state's children and the arrows between them, placed by the Eclipse Layout Kernel (elkjs) in the direction that comes out better. */
import { createRequire } from "node:module";
import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import type { Arrow } from "./arrows.ts";
import { pillSize, type Size } from "./boxes.ts";
import type { DrawnArrow, Point, Route } from "./layout.ts";
import type { ChartNode } from "./model.ts";
import { badness, type Placed } from "./pack.ts";

const options = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.padding": "[top=0,left=0,right=0,bottom=0]",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.compaction.postCompaction.strategy": "EDGE_LENGTH",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.layered.spacing.nodeNodeBetweenLayers": "20",
  "elk.layered.spacing.edgeNodeBetweenLayers": "10",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "8",
  "elk.spacing.nodeNode": "14",
  "elk.spacing.edgeNode": "10",
  "elk.spacing.edgeEdge": "8",
};

/** Which of these is best differs from state to state; a dozen tries of the largest take about a second. */
const variants = {
  "elk.direction": ["RIGHT", "DOWN"],
  "elk.layered.feedbackEdges": ["false", "true"],
  "elk.layered.cycleBreaking.strategy": ["GREEDY", "DEPTH_FIRST"],
  "elk.layered.nodePlacement.strategy": ["BRANDES_KOEPF", "NETWORK_SIMPLEX"],
};

const tries = Object.entries(variants).reduce<Record<string, string>[]>(
  (list, [name, values]) => list.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
  [options],
);

const dot = "initial";
const dotSize = 10;

interface Children extends Size {
  /** In the order of the children. */
  places: readonly Placed[];
  initial?: Route;
  arrows: readonly DrawnArrow[];
}

export async function layOutChildren(
  { children, initial }: ChartNode,
  sizes: readonly Size[],
  arrows: readonly Arrow[],
): Promise<Children> {
  const between = arrows.filter(({ source }) => children.some(({ id }) => id === source));
  const nodes = children.map(({ id }, index) => ({
    id,
    width: sizes[index]?.width ?? 0,
    height: sizes[index]?.height ?? 0,
  }));
  const edges = between.map((arrow): ElkExtendedEdge => {
    const label = { text: " ", ...pillSize(arrow), layoutOptions: { "elk.edgeLabels.inline": "true" } };
    return {
      id: edgeId(arrow),
      sources: [arrow.source],
      targets: [arrow.target],
      ...(arrow.transitions.length === 0 ? {} : { labels: [label] }),
    };
  });
  const start = initial === undefined ? [] : [{ id: dot, width: dotSize, height: dotSize }];
  const first = initial === undefined ? [] : [{ id: dot, sources: [dot], targets: [initial] }];
  const kernel = newKernel();
  const laid: ElkNode[] = [];
  for (const layoutOptions of tries)
    laid.push(
      await kernel.layout<ElkNode>({
        id: "all",
        children: [...start, ...nodes].map((one) => ({ ...one })),
        edges: [...first, ...edges].map((one) => structuredClone(one)),
        layoutOptions,
      }),
    );
  const best = laid.reduce((best, one) => (badness(placed(one)) < badness(placed(best)) ? one : best));
  const edge = (id: string) => best.edges?.find((one) => one.id === id);
  return {
    ...placed(best),
    places: children.map(({ id }) => placed(best.children?.find((one) => one.id === id) ?? {})),
    ...(initial === undefined ? {} : { initial: { points: pointsOf(edge(dot)) } }),
    arrows: between.map((arrow) => {
      const [label] = edge(edgeId(arrow))?.labels ?? [];
      const points = pointsOf(edge(edgeId(arrow)));
      return { ...arrow, points, ...(label === undefined ? {} : { pill: placed(label) }) };
    }),
  };
}

// A CommonJS bundle whose types promise a module.
function newKernel(): ELK {
  const { default: Kernel } = createRequire(import.meta.url)("elkjs/lib/elk.bundled.js") as {
    default: new () => ELK;
  };
  return new Kernel();
}

const edgeId = ({ number }: Arrow): string => `arrow ${number}`;

const placed = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Placed>): Placed => ({
  x,
  y,
  width,
  height,
});

function pointsOf(edge: ElkExtendedEdge | undefined): Point[] {
  return (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
}
