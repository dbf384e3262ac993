/** A chart as one SVG that shows a call without being drawn again: its parts bear the ids of states and transitions. */
import type { Row } from "./arrows.ts";
import { insideOf, margin, rowHeight, rowPadding } from "./boxes.ts";
import { type DrawnArrow, layOut, type Route } from "./layout.ts";
import { keyWidth, type Line, lineHeight, rowLines, tagWidth } from "./lines.ts";
import { type ChartModel, type ChartNode, nodesOf } from "./model.ts";
import type { Placed } from "./pack.ts";
import { chartStyle } from "./style.ts";
import { element, escaped, path, rectangle, text } from "./svg.ts";
import type { ChartTransition } from "./trigger.ts";

/** Further classes for a state or transition, such as `covered` and `uncovered`. */
export interface DrawOptions {
  classes?: (id: string) => string;
}

const around = 12;

/**
 * `g.state[data-state]` with its own `rect` as a child, `g.transition[data-transition][data-source][data-arrow]` and
 * `path.arrow[data-arrow]`. Classes that the style knows: `active` on states; `next` on transitions; `taken` on transitions
 * and arrows; `covered` and `uncovered` on all of them.
 */
export async function drawChart(
  model: ChartModel,
  { classes = () => "" }: DrawOptions = {},
): Promise<string> {
  const layout = await layOut(model);
  const { width, height } = layout;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "chart",
      viewBox: `${-around} ${-around} ${Math.ceil(width) + 2 * around} ${Math.ceil(height) + 2 * around}`,
      role: "group",
      "aria-label": `The chart of ${model.root.id}`,
    },
    [
      `\n<style>${chartStyle}</style>`,
      '<defs><marker id="chart-arrow-head" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto"><path class="head" d="M0,0L10,5L0,10z"/></marker></defs>',
      ...nodesOf(model.root).map((node) => drawState(model, layout, node, classes)),
      ...[...layout.initials.values()].map(drawInitial),
      ...layout.arrows.map((arrow) => drawArrow(arrow, classes)),
      ...layout.arrows.flatMap(drawPill(classes)),
      ...nodesOf(model.root).flatMap((node) => drawInside(layout, node, classes)),
      "",
    ].join("\n"),
  ).concat("\n");
}

type Drawing = Awaited<ReturnType<typeof layOut>>;
type Classes = (id: string) => string;

function drawState(model: ChartModel, { states, rows }: Drawing, node: ChartNode, classes: Classes): string {
  const box = states.get(node.id) ?? nowhere;
  const { lines } = insideOf(node, { all: [], inside: rows });
  const region = isRegion(model.root, node);
  const double = { x: box.x + 3, y: box.y + 3, width: box.width - 6, height: box.height - 6 };
  let x = box.x + margin + keyWidth(node.key) + 8;
  const tags = node.tags.map((tag) => {
    const width = tagWidth(tag);
    const drawn =
      rectangle({ x, y: box.y + 7, width, height: 14 }, 7) + text(tag, undefined, x + 5, box.y + 17.5);
    x += width + 4;
    return element("g", { class: "tag" }, drawn);
  });
  return element(
    "g",
    {
      class: joined(
        "state",
        node.type,
        region && "region",
        node.children.length > 0 && "nest",
        classes(node.id),
      ),
      "data-state": node.id,
      "data-path": node.path === node.id ? undefined : node.path,
      tabindex: -1,
      role: "img",
      "aria-label": joined(node.key, node.description && `- ${node.description}`),
    },
    [
      element("title", {}, escaped(joined(node.path, node.description && `\n${node.description}`))),
      rectangle(box, 7),
      node.type === "final" ? rectangle(double, 5) : "",
      text(node.key, "key", box.x + margin, box.y + 18),
      ...tags,
      ...lines.map((line, place) =>
        text(line.text, line.look, box.x + margin, box.y + 37 + place * lineHeight),
      ),
    ].join(""),
  );
}

function drawInitial({ points }: Route): string {
  const [start = { x: 0, y: 0 }, next = start] = points;
  const away = { x: start.x - 5 * Math.sign(next.x - start.x), y: start.y - 5 * Math.sign(next.y - start.y) };
  return (
    element("path", { class: "initial", d: path(points), "marker-end": "url(#chart-arrow-head)" }) +
    element("circle", { class: "dot", cx: away.x, cy: away.y, r: 5 })
  );
}

function drawArrow({ number, points, transitions, further }: DrawnArrow, classes: Classes): string {
  const all = [...transitions, ...further].map(({ id }) => classes(id));
  // An arrow is as well covered as the worst of its transitions.
  const own = all.find((one) => one.includes("uncovered")) ?? all[0] ?? "";
  return element("path", {
    class: joined("arrow", own),
    "data-arrow": number,
    d: path(points),
    "marker-end": "url(#chart-arrow-head)",
  });
}

const drawPill =
  (classes: Classes) =>
  ({ pill, transitions, number }: DrawnArrow): string[] =>
    pill === undefined
      ? []
      : drawRows(
          transitions.map((transition) => ({ transition, arrow: number })),
          pill,
          classes,
        );

function drawInside({ states, rows }: Drawing, node: ChartNode, classes: Classes): string[] {
  const { lines, columns } = insideOf(node, { all: [], inside: rows });
  const { x, y } = states.get(node.id) ?? nowhere;
  const top = y + 28 + lines.length * lineHeight;
  return columns.flatMap((column) =>
    drawRows(column.rows, { x: x + column.x, y: top, width: column.width }, classes),
  );
}

function drawRows(rows: readonly Row[], at: Omit<Placed, "height">, classes: Classes): string[] {
  let top = at.y;
  return rows.map((row) => {
    const { transition, arrow } = row;
    const height = rowHeight(row);
    const lines = rowLines(row).map((line, index) =>
      drawLine(line, at.x + 7, top + rowPadding + 10.5 + index * lineHeight),
    );
    const box = rectangle({ x: at.x, y: top + 0.5, width: at.width, height: height - 1 }, 4);
    top += height;
    return element(
      "g",
      {
        class: joined("transition", transition.kind, classes(transition.id)),
        "data-transition": transition.id,
        "data-source": transition.source,
        "data-arrow": arrow,
      },
      [element("title", {}, escaped(told(transition))), box, ...lines].join(""),
    );
  });
}

function drawLine({ text: words, look, guard }: Line, x: number, y: number): string {
  const behind = guard === undefined ? "" : element("tspan", { class: "guard" }, escaped(guard));
  return element("text", { class: look, x, y }, escaped(words) + behind);
}

const told = ({ source, targets, label, description }: ChartTransition): string =>
  joined(
    `${source}: ${label}`,
    targets.length > 0 && `→ ${targets.join(", ")}`,
    description && `\n${description}`,
  );

const isRegion = (root: ChartNode, node: ChartNode): boolean =>
  nodesOf(root).some(({ type, children }) => type === "parallel" && children.includes(node));

const nowhere: Placed = { x: 0, y: 0, width: 0, height: 0 };

const joined = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(" ");
