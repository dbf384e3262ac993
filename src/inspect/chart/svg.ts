/** The few forms of SVG that a chart is drawn with. */
import type { Point } from "./layout.ts";
import type { Placed } from "./pack.ts";

const bend = 6;

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => `&#${one.codePointAt(0)};`);

export function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
  inner = "",
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escaped(value ?? "")}"`)
    .join("");
  return inner === "" ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

export const rectangle = ({ x, y, width, height }: Placed, rx: number): string =>
  element("rect", { x, y, width, height, rx });

export const text = (words: string, look: string | undefined, x: number, y: number): string =>
  element("text", { class: look, x, y }, escaped(words));

/** Rounded at its bends. */
export function path(points: readonly Point[]): string {
  return points
    .map((at, place) => {
      const before = points[place - 1];
      const after = points[place + 1];
      if (before === undefined) return `M${pair(at)}`;
      if (after === undefined) return `L${pair(at)}`;
      return `L${pair(towards(at, before))}Q${pair(at)} ${pair(towards(at, after))}`;
    })
    .join("");
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(bend, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const pair = ({ x, y }: Point): string => `${short(x)},${short(y)}`;

const short = (value: number): number => Math.round(value * 10) / 10;
