/** What every plot is made of: one row a contender, its name above it, and an axis below. Units are pixels at full size. */
import type { ContenderName } from "../../contender.ts";
import { type Markup, markup } from "../markup.ts";
import { contenderLabels } from "../words.ts";
import { sign } from "./marks.ts";
import type { Scale } from "./scale.ts";

const width = 360;
/** From and to, of what an axis spans. */
export const span = [8, 346] as const;

export interface Plot {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What is to be seen in it, for who cannot see it. */
  description: string;
}

export function drawing(
  { id, title, description }: Plot,
  height: number,
  content: readonly Markup[],
): Markup {
  return markup`<figure class="card plot"><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
${content}</svg></figure>`;
}

/** Name to the left and figures to the right, on the line at `y`. */
export const rowLabel = (contender: ContenderName, figures: string, y: number): Markup =>
  markup`${sign(contender, 14, y - 4.5)}<text class="name ${contender}" x="26" y="${y}">${contenderLabels[contender]}</text><text class="figures" x="${span[1]}" y="${y}">${figures}</text>`;

/** Lines from `top` to `bottom`, and figures below them. */
export const axis = (scale: Scale, top: number, bottom: number, written: (value: number) => string): Markup =>
  markup`${scale.ticks.map((tick, index) => {
    const x = round(scale.place(tick));
    const anchor = index === 0 ? "start" : index === scale.ticks.length - 1 ? "end" : "middle";
    return markup`<path class="grid" d="M${x} ${top}V${bottom}"/><text class="tick" x="${x}" y="${bottom + 15}" text-anchor="${anchor}">${written(tick)}</text>`;
  })}`;

/** A line down the plot, with words at its head. */
export function guide(
  x: number,
  top: number,
  bottom: number,
  words: string,
  kind: "floor" | "dashed",
): Markup {
  const onLeft = x > width * 0.55;
  return markup`<path class="guide ${kind}" d="M${round(x)} ${top - 12}V${bottom}"/><text class="guide-words" x="${round(x + (onLeft ? -5 : 5))}" y="${top - 3}" text-anchor="${onLeft ? "end" : "start"}">${words}</text>`;
}

export const round = (value: number): number => Math.round(value * 10) / 10;
