/** Every sample as a dot, over a box of the middle half; a bar at the median and a notch at the 95th percentile. */
import type { ContenderName } from "../../contender.ts";
import { quantile, spread } from "../../statistics.ts";
import { type Markup, markup } from "../markup.ts";
import { whole } from "../words.ts";
import { axis, drawing, guide, type Plot, round, rowLabel, span } from "./drawing.ts";
import { type Scale, scaleTo } from "./scale.ts";

export interface StripPlot extends Plot {
  /** Milliseconds. */
  rows: readonly { contender: ContenderName; samples: readonly number[] }[];
  guides: readonly { at: number; words: string; kind: "floor" | "dashed" }[];
}

const rowHeight = 46;
const top = 24;

export function stripPlot(plot: StripPlot): Markup {
  const scale = scaleTo(axisEnd(plot), ...span);
  const bottom = top + plot.rows.length * rowHeight;
  return drawing(plot, bottom + 22, [
    axis(scale, top, bottom, (tick) => (tick === scale.limit ? `${whole(tick)} ms` : whole(tick))),
    ...plot.guides.map(({ at, words, kind }) => guide(scale.place(at), top, bottom, words, kind)),
    ...plot.rows.map(({ contender, samples }, index) =>
      row(contender, samples, scale, top + index * rowHeight),
    ),
  ]);
}

function row(contender: ContenderName, samples: readonly number[], scale: Scale, y: number): Markup {
  const all = spread(samples);
  if (all === undefined) return rowLabel(contender, "none", y + 16);
  const beyond = samples.filter((sample) => sample > scale.limit).length;
  const label = rowLabel(contender, `${whole(all.p50)}, p95 ${whole(all.p95)}`, y + 16);
  const [middle, from, to] = [y + 33, quantile(samples, 0.25) ?? 0, quantile(samples, 0.75) ?? 0];
  const x = (value: number) => round(scale.place(value));
  const dots = samples
    .filter((sample) => sample <= scale.limit)
    .map((sample, index) => `M${x(sample)} ${round(middle + offset(index))}h0`)
    .join("");
  const box =
    from > scale.limit
      ? ""
      : markup`<rect class="box ${contender}" x="${x(from)}" y="${middle - 9}" width="${round(Math.max(1, x(to) - x(from)))}" height="18" rx="2"/>`;
  const note =
    beyond === 0
      ? ""
      : markup`<text class="beyond" x="${span[1]}" y="${middle + 4}">${beyond} of ${samples.length} beyond →</text>`;
  return markup`${label}${note}<path class="dots ${contender}" d="${dots}"/>${box}${mark(all.p50, 10, "median")}${mark(all.p95, 6, "p95")}`;

  function mark(value: number, half: number, kind: string): Markup | string {
    return value > scale.limit
      ? ""
      : markup`<path class="${kind} ${contender}" d="M${x(value)} ${middle - half}v${half * 2}"/>`;
  }
}

/** Spread over the row's height, the same way each time. */
const offset = (index: number): number => (((index * 0.618_034) % 1) - 0.5) * 15;

/** As far as those go that are comparable: one contender that is several times slower is not to squeeze the rest. */
function axisEnd({ rows, guides }: StripPlot): number {
  const spreads = rows.flatMap(({ samples }) => spread(samples) ?? []);
  const fastest = Math.min(...spreads.map(({ p50 }) => p50));
  const comparable = spreads.filter(({ p50 }) => p50 <= fastest * 2.5).map(({ p95 }) => p95 * 1.06);
  const all = spreads.map(({ max }) => max);
  return Math.max(
    1,
    ...guides.map(({ at }) => at),
    Math.min(Math.max(0, ...comparable), Math.max(0, ...all)),
  );
}
