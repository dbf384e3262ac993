/** One figure of each contender, as a bar from zero. */
import type { ContenderName } from "../../contender.ts";
import { type Markup, markup } from "../markup.ts";
import { axis, drawing, guide, type Plot, round, rowLabel, span } from "./drawing.ts";
import { scaleTo } from "./scale.ts";

export interface BarPlot extends Plot {
  rows: readonly { contender: ContenderName; value: number | undefined }[];
  /** At the bars, and on the axis. */
  written: (value: number | undefined) => string;
  guides?: readonly { at: number; words: string; kind: "floor" | "dashed" }[];
}

const rowHeight = 36;

export function barPlot(plot: BarPlot): Markup {
  const { rows, written, guides = [] } = plot;
  const top = guides.length === 0 ? 6 : 24;
  const values = rows.flatMap(({ value }) => value ?? []);
  const scale = scaleTo(Math.max(0, ...values, ...guides.map(({ at }) => at)), ...span);
  const bottom = top + rows.length * rowHeight + 4;
  return drawing(plot, bottom + 22, [
    axis(scale, top, bottom, written),
    ...guides.map(({ at, words, kind }) => guide(scale.place(at), top, bottom, words, kind)),
    ...rows.map(({ contender, value }, index) => {
      const y = top + index * rowHeight;
      const wide = value === undefined ? 0 : round(scale.place(value) - scale.place(0));
      return markup`${rowLabel(contender, written(value), y + 15)}<rect class="fill ${contender}" x="${span[0]}" y="${y + 21}" width="${wide}" height="10" rx="2"/>`;
    }),
  ]);
}
