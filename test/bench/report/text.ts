/** A run as a terminal shows it, in 120 columns. */
import type { BenchResult } from "../result.ts";
import { aligned } from "./aligned.ts";
import { partWaitRows, resourceRows, type Rows, useRows, waitRows } from "./rows.ts";
import { type Summary, summaryOf } from "./summary.ts";
import { targetCount, targetRows } from "./target-rows.ts";
import { latencyWords, moneyWords, runWords } from "./words.ts";

export function textTable(result: BenchResult): string {
  const summary = summaryOf(result);
  return [
    runWords(result).join("\n"),
    howToRead,
    ...summary.profiles.map(profileText),
    ...(summary.resources.length === 0 ? [] : [`MACHINE\n${table(resourceRows(summary.resources))}`]),
    targetsText(summary),
  ].join("\n\n");
}

const howToRead = `Milliseconds. Wait: from the caller's last voiced sample to the agent's first one. Silence: from the caller's first
voiced sample to the agent's last one. "EMA ÷" below 1: ours is shorter.
${moneyWords}`;

const profileText = (summary: Summary["profiles"][number]): string =>
  [
    `${summary.profile.name.toUpperCase()}  ${latencyWords(summary.profile)}`,
    ...[waitRows, useRows, partWaitRows].map((rowsOf) => `${table(rowsOf(summary))}\n`),
  ]
    .join("\n")
    .trimEnd();

const table = ({ head, body }: Rows): string => aligned([head.map(([short]) => short), ...body]);

function targetsText({ targets }: Summary): string {
  const { met, of } = targetCount(targets);
  const rows = targetRows(targets).map(({ name, where, limit, value, words }, index, all) => [
    name === all[index - 1]?.name ? "" : name,
    where,
    limit,
    value,
    words,
  ]);
  return `TARGETS  ${met} of ${of} met\n${aligned(rows, { leftUpTo: 2 })}`;
}
