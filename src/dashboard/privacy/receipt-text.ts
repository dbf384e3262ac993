/** A receipt in words, for the page and for whoever keeps it. */
import type { Erasure } from "#src/api/answers.ts";
import { plural } from "#src/dashboard/words/labels.ts";
import type { Clock } from "#src/dashboard/words/times.ts";

export interface ReceiptRow {
  name: string;
  value: string;
}

export function receiptRows(
  { id, at, what, by }: Erasure,
  { of, clock }: { of: string; clock: Clock },
): ReceiptRow[] {
  return [
    { name: "Erased", value: of },
    { name: "When", value: `${clock.full(at)}, ${clock.timeZone}` },
    { name: "What went", value: countsOf(what) },
    { name: "By", value: by.name },
    { name: "Receipt", value: id },
  ];
}

export const receiptText = (rows: readonly ReceiptRow[]): string =>
  ["Receipt of an erasure", ...rows.map(({ name, value }) => `${name}: ${value}`), ""].join("\n");

const countsOf = ({ calls, events, recordings }: Erasure["what"]): string =>
  calls === 0
    ? "Nothing: nothing was stored"
    : [plural(calls, "call"), plural(events, "event"), plural(recordings, "recording")].join(", ");
