/** What contenders do and use over all profiles, and what a call takes of the machine. */
import type { ContenderName } from "../contender.ts";
import type { ContenderFigures } from "./contender-figures.ts";
import type { Figures } from "./figures.ts";
import type { Markup } from "./markup.ts";
import { plannedCost } from "./money.ts";
import { type BarPlot, barPlot } from "./plots/bars.ts";
import { inWords } from "./profile-plots.ts";
import type { ResourceFigures } from "./resources.ts";
import { dollars, percent, ratio, tenths, thousandths, whole } from "./words.ts";

type Overall = readonly ContenderFigures[];

export const soundPlots = (overall: Overall): Markup[] => [
  plot(
    "silenced",
    "Coughs and “mhm” that silenced it",
    overall,
    ({ sounds }) => share(sounds.silenced, sounds.made),
    percent,
  ),
  plot(
    "resumed",
    "Silenced, and went on after it",
    overall,
    ({ sounds }) => share(sounds.resumed, sounds.silenced),
    percent,
  ),
];

export const usePlots = (overall: Overall): Markup[] => [
  plot("requests", "Requests a turn", overall, ({ use }) => use?.llmRequests, ratio),
  plot("broken-off", "Requests broken off", overall, ({ use }) => use?.brokenOffShare, percent),
  plot(
    "tokens",
    "Tokens a turn, in and out",
    overall,
    ({ use }) => (use === undefined ? undefined : use.inputTokens + use.outputTokens),
    whole,
  ),
];

export const moneyPlots = (overall: Overall): Markup[] => [
  plot("mini", "A call with gpt-4o-mini", overall, ({ use }) => use?.cost["gpt-4o-mini"], dollars, [
    { at: plannedCost, words: `planned ${dollars(plannedCost)}`, kind: "dashed" },
  ]),
  plot("large", "A call with gpt-4o", overall, ({ use }) => use?.cost["gpt-4o"], dollars),
  plot("characters", "Characters spoken a turn", overall, ({ use }) => use?.ttsCharacters, whole),
];

/** With the most calls at once that were measured. */
export function resourcePlots(resources: readonly ResourceFigures[]): Markup[] {
  const most = resources.at(-1)?.callsAtOnce;
  const rows = (of: (figures: ResourceFigures) => number) =>
    resources
      .filter(({ callsAtOnce }) => callsAtOnce === most)
      .map((figures) => ({ contender: figures.contender, value: of(figures) }));
  const at = `${most ?? 0} at once`;
  return [
    bars(
      "cpu",
      `CPU seconds a call-second, ${at}`,
      rows((one) => one.cpuSecondsPerCallSecond),
      thousandths,
    ),
    bars(
      "memory",
      `MiB a call, ${at}`,
      rows((one) => one.memoryMiBPerCall),
      tenths,
    ),
  ];
}

const share = (some: number, all: number): number | undefined => (all === 0 ? undefined : some / all);

const plot = (
  id: string,
  title: string,
  overall: Overall,
  of: (figures: Figures) => number | undefined,
  written: BarPlot["written"],
  guides?: BarPlot["guides"],
): Markup =>
  bars(
    id,
    title,
    overall.map(({ contender, all }) => ({ contender, value: of(all) })),
    written,
    guides,
  );

const bars = (
  id: string,
  title: string,
  rows: readonly { contender: ContenderName; value: number | undefined }[],
  written: BarPlot["written"],
  guides: BarPlot["guides"] = [],
): Markup => barPlot({ id, title, description: inWords(rows, written), rows, written, guides });
