/** A machine at a glance, for a README: its regions, their states, and one arrow for all that leads from one to another. */
import { neighboursAround } from "./arrows.ts";
import { beside, indented, labelOf, mermaidNames, mermaidText } from "./mermaid.ts";
import { type ChartModel, type ChartNode, nodesOf } from "./model.ts";

/** States are opened down to the children of regions; one with as many children as this is worth a level more. */
const openLevels = 3;
const manyChildren = 4;
const labelsAnArrow = 2;

export function mermaidOverview({ root, transitions }: ChartModel): string {
  const nodes = nodesOf(root);
  const name = mermaidNames(nodes);
  const neighbours = neighboursAround(nodes);
  const arrows = new Map<string, { source: string; target: string; labels: Set<string> }>();
  for (const { source, targets, label, guard } of transitions)
    for (const target of targets) {
      const ends = neighbours(source, target);
      if (ends === undefined) continue;
      const key = `${ends.source} → ${ends.target}`;
      const arrow = arrows.get(key) ?? { ...ends, labels: new Set() };
      arrow.labels.add(label === "always" && guard !== undefined ? guard.type : label.replace(/ \(.*/, ""));
      arrows.set(key, arrow);
    }

  const inner = (node: ChartNode, level: number): string[] => {
    if (node.type === "parallel") return [beside, ...node.children.flatMap((child) => written(child, level))];
    return [
      ...(node.initial === undefined ? [] : [`[*] --> ${name(node.initial)}`]),
      ...node.children.flatMap((child) => written(child, level)),
      ...[...arrows.values()]
        .filter(({ source }) => node.children.some(({ id }) => id === source))
        .map(({ source, target, labels }) => `${name(source)} --> ${name(target)}: ${few([...labels])}`),
      ...node.children.filter(({ type }) => type === "final").map(({ id }) => `${name(id)} --> [*]`),
    ];
  };
  const written = (node: ChartNode, level: number): string[] => {
    const named = `state "${labelOf(node)}" as ${name(node.id)}`;
    const opened = node.children.length > 0 && (level < openLevels || node.children.length >= manyChildren);
    return opened ? [`${named} {`, ...indented(inner(node, level + 1)), "}"] : [named];
  };
  return ["stateDiagram-v2", ...indented(inner(root, 1)), ""].join("\n");
}

function few(labels: readonly string[]): string {
  const told = labels.slice(0, labelsAnArrow).map(mermaidText).join(", ");
  return labels.length > labelsAnArrow ? `${told}, …` : told;
}
