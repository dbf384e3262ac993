/** The whole machine as a Mermaid `stateDiagram-v2`. */
import { neighboursAround } from "./arrows.ts";
import { type ChartModel, type ChartNode, nodesOf } from "./model.ts";
import { say } from "./named.ts";
import type { ChartTransition } from "./trigger.ts";

/**
 * Mermaid draws arrows between neighbours only, and none at a state to what is in it: a transition that leads further is
 * an arrow between the neighbours around its ends that names both, or else a line of its state's.
 */
export function mermaid({ root, transitions }: ChartModel): string {
  const nodes = nodesOf(root);
  const neighbours = neighboursAround(nodes);
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.key ?? id;
  const arrows = transitions.flatMap((one) =>
    one.targets.flatMap((target) => {
      const ends = neighbours(one.source, target);
      if (ends === undefined) return [];
      const from = ends.source === one.source ? "" : `${nameOf(one.source)} - `;
      const to = ends.target === target ? "" : ` → ${nameOf(target)}`;
      return [{ ...ends, text: `${from}${toldIn(one)}${to}` }];
    }),
  );
  const linesOf = (node: ChartNode) =>
    transitions
      .filter(({ source }) => source === node.id)
      .filter(({ targets }) => !targets.some((target) => neighbours(node.id, target)))
      .map(
        (one) => `${toldIn(one)}${one.targets.length > 0 ? ` → ${one.targets.map(nameOf).join(", ")}` : ""}`,
      );
  const name = mermaidNames(nodes);

  const inner = (node: ChartNode): string[] => {
    if (node.type === "parallel") return [beside, ...node.children.flatMap(written)];
    return [
      ...(node.initial === undefined ? [] : [`[*] --> ${name(node.initial)}`]),
      ...node.children.flatMap(written),
      ...arrows
        .filter(({ source }) => node.children.some(({ id }) => id === source))
        .map(({ source, target, text }) => `${name(source)} --> ${name(target)}: ${mermaidText(text)}`),
      ...node.children.filter(({ type }) => type === "final").map(({ id }) => `${name(id)} --> [*]`),
    ];
  };
  const written = (node: ChartNode): string[] => {
    const does = [
      ...node.invoke.map(({ src }) => `◎ ${src}`),
      ...node.entry.map((one) => `entry / ${say(one)}`),
      ...node.exit.map((one) => `exit / ${say(one)}`),
      ...linesOf(node),
    ].map(mermaidText);
    const id = name(node.id);
    if (node.children.length === 0)
      return [`state "${mermaidText(node.key)}" as ${id}`, ...does.map((line) => `${id}: ${line}`)];
    const anywhere = does.length === 0 || node.type === "parallel" ? [] : [`state "anywhere" as ${id}_any`];
    const around =
      does.length === 0 || node.type !== "parallel"
        ? []
        : [`note right of ${id}`, ...indented(does), "end note"];
    return [
      `state "${labelOf(node)}" as ${id} {`,
      ...indented([
        ...anywhere,
        ...(anywhere.length > 0 ? does.map((line) => `${id}_any: ${line}`) : []),
        ...inner(node),
      ]),
      "}",
      ...around,
    ];
  };
  return ["stateDiagram-v2", ...indented(inner(root)), ""].join("\n");
}

/** Ids that are words of Mermaid's in no case. */
export function mermaidNames(nodes: readonly ChartNode[]): (id: string) => string {
  const names = new Map(nodes.map(({ id, path }) => [id, path.replace(/\W/g, "_")]));
  return (id) => names.get(id) ?? id;
}

/**
 * Mermaid's own `--` between regions fails to draw as soon as a region has arrows of its own ("Cannot set properties of
 * undefined", 11 and 12): regions are states without arrows between them, which it stacks when it draws from left to right.
 */
export const beside = "direction LR";

export const labelOf = ({ key, type }: ChartNode): string =>
  mermaidText(type === "parallel" ? `${key} (all of these at once)` : key);

/** A colon, a semicolon or a quotation mark would end the text. */
export const mermaidText = (text: string): string => text.replace(/[:;]/g, ",").replace(/"/g, "'");

export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function toldIn({ label, guard, actions }: ChartTransition): string {
  const condition = guard === undefined ? "" : ` [${say(guard)}]`;
  return `${label}${condition}${actions.length > 0 ? ` / ${actions.map(say).join(", ")}` : ""}`;
}
