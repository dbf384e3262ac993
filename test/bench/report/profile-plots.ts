/** The plots of a profile. */
import type { ContenderName } from "../contender.ts";
import type { Cell } from "../result.ts";
import type { ContenderFigures } from "./contender-figures.ts";
import { silencesOf, waitsOf } from "./figures.ts";
import type { Markup } from "./markup.ts";
import { barPlot } from "./plots/bars.ts";
import { stripPlot } from "./plots/strip.ts";
import type { ProfileSummary } from "./profile-summary.ts";
import { silenceLimit } from "./targets.ts";
import { contenderLabels, percent, whole } from "./words.ts";

export function medianPlot({ profile, contenders }: ProfileSummary): Markup {
  const rows = contenders.map(({ contender, all }) => ({ contender, value: all.wait?.p50 }));
  return barPlot({
    id: `median-${profile.name}`,
    title: `Median wait, ${profile.name}, ms`,
    description: `${inWords(rows, written)} The floor is ${whole(profile.floor.p50)} ms.`,
    rows,
    written: whole,
    guides: [{ at: profile.floor.p50, words: `floor ${whole(profile.floor.p50)}`, kind: "floor" }],
  });
}

export function waitPlot({ profile, contenders }: ProfileSummary, cells: readonly Cell[]): Markup {
  const { p50, p95 } = profile.floor;
  const spread = contenders.map(({ contender, all }) => ({
    contender,
    value: all.wait === undefined ? undefined : `${whole(all.wait.p50)} and ${whole(all.wait.p95)} ms`,
  }));
  return stripPlot({
    id: `waits-${profile.name}`,
    title: `Every wait, ${profile.name}`,
    description: `Median and 95th percentile. ${inWords(spread, String)} The floor's: ${whole(p50)} and ${whole(p95)} ms.`,
    rows: samplesOf(profile.name, contenders, cells, waitsOf),
    guides: [
      { at: p50, words: p95 === p50 ? "floor" : "floor, median", kind: "floor" },
      ...(p95 === p50 ? [] : [{ at: p95, words: "its p95", kind: "dashed" as const }]),
    ],
  });
}

export function silencePlot({ profile, contenders }: ProfileSummary, cells: readonly Cell[]): Markup {
  const rows = contenders.map(({ contender, all }) => ({ contender, value: all.silence?.p95 }));
  return stripPlot({
    id: `silence-${profile.name}`,
    title: `Barge-in to silence, ${profile.name}`,
    description: `95th percentile. ${inWords(rows, written)} Aimed at: ${silenceLimit} ms.`,
    rows: samplesOf(profile.name, contenders, cells, silencesOf),
    guides: [{ at: silenceLimit, words: `target ${silenceLimit}`, kind: "dashed" }],
  });
}

export function wrongPlot({ profile, contenders }: ProfileSummary): Markup {
  const rows = contenders.map(({ contender, all }) => ({ contender, value: all.wronglyTakenShare }));
  return barPlot({
    id: `wrong-${profile.name}`,
    title: `Turns taken before their end, ${profile.name}`,
    description: inWords(rows, percent),
    rows,
    written: percent,
  });
}

const written = (value: number | undefined): string =>
  value === undefined ? whole(value) : `${whole(value)} ms`;

const samplesOf = (
  profile: Cell["profile"],
  contenders: readonly ContenderFigures[],
  cells: readonly Cell[],
  samples: (cells: readonly Cell[]) => number[],
) =>
  contenders.map(({ contender }) => ({
    contender,
    samples: samples(cells.filter((cell) => cell.contender === contender && cell.profile === profile)),
  }));

/** One clause a contender. */
export function inWords<Value>(
  rows: readonly { contender: ContenderName; value: Value | undefined }[],
  write: (value: Value) => string,
): string {
  const clauses = rows.map(
    ({ contender, value }) =>
      `${contenderLabels[contender]}: ${value === undefined ? "not measured" : write(value)}`,
  );
  return `${clauses.join("; ")}.`;
}
