/** Each contender's sign: told apart by shape, with or without its colour. */
import type { ContenderName } from "../../contender.ts";
import { type Markup, markup } from "../markup.ts";

const shapes: Readonly<Record<ContenderName, string>> = {
  ema: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
  "session-default": "M-4.5 -4.5h9v9h-9z",
  "session-tuned": "M0 -5.5L5.5 4.5H-5.5z",
  "session-manual-chart": "M0 -6L6 0L0 6L-6 0z",
  synchronous: "M-5 -2.9L-2.9 -5L0 -2.1L2.9 -5L5 -2.9L2.1 0L5 2.9L2.9 5L0 2.1L-2.9 5L-5 2.9L-2.1 0z",
};

/** Within a drawing, its middle at the place. */
export const sign = (contender: ContenderName, x: number, y: number): Markup =>
  markup`<path class="fill ${contender}" transform="translate(${x} ${y})" d="${shapes[contender]}"/>`;

/** Among words. */
export const inlineSign = (contender: ContenderName): Markup =>
  markup`<svg class="sign" viewBox="-7 -7 14 14" aria-hidden="true">${sign(contender, 0, 0)}</svg>`;
