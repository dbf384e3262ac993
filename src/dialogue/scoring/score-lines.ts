/** A score as a page of text, its table in Markdown. */
import { hazardCategories } from "#machines/call/types.ts";
import type { Durations } from "./durations.ts";
import type { Early } from "./prefixes.ts";
import type { Mistake, Score, Tally } from "./score.ts";
import { precisionOf, recallOf, sumOf } from "./score.ts";

export function scoreLines(score: Score, early: Early, { median, longest }: Durations): string[] {
  const { urgency, byCategory, utterances, mistakes } = score;
  const rows = hazardCategories.map((category) => row(category, [byCategory[category]]));
  const right = urgency.clean.right + urgency.noisy.right;
  return [
    "| hazard | clean: heard | recall | precision | noisy: heard | recall | precision |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    row("all", Object.values(byCategory)),
    "",
    `Urgency: right in ${right} of ${utterances} (${share(right, utterances)}); clean ${share(urgency.clean.right, urgency.clean.utterances)}, noisy ${share(urgency.noisy.right, urgency.noisy.utterances)}.`,
    `Interim transcripts: ${early.earlier} of ${early.hazards} hazards (${share(early.earlier, early.hazards)}) are heard before the last word; ${early.alarmed.length} of ${early.harmless} harmless utterances (${share(early.alarmed.length, early.harmless)}) have a beginning that sounds like one.`,
    `Time an utterance: median ${median.toFixed(3)} ms, longest ${longest.toFixed(3)} ms.`,
    ...(mistakes.length === 0 ? [] : ["", "Mistakes:", ...mistakes.map(mistakeLine)]),
    ...(early.alarmed.length === 0
      ? []
      : ["", "Beginnings:", ...early.alarmed.map(({ text, beginning }) => `  "${beginning}" of "${text}"`)]),
  ];
}

function row(name: string, categories: readonly Record<"clean" | "noisy", Tally>[]): string {
  const cells = (["clean", "noisy"] as const).flatMap((speech) => {
    const tally = sumOf(categories.map((each) => each[speech]));
    return [`${tally.found} of ${tally.expected}`, recallOf(tally).toFixed(3), precisionOf(tally).toFixed(3)];
  });
  return `| ${[name, ...cells].join(" | ")} |`;
}

function mistakeLine({ labelled, heard, missed, falseAlarms }: Mistake): string {
  const what = [
    ...missed.map((category) => `missed ${category}`),
    ...falseAlarms.map((category) => `false ${category}`),
    ...(heard.urgency === labelled.urgency ? [] : [`${heard.urgency}, not ${labelled.urgency}`]),
  ];
  return `  ${what.join(", ")}: "${labelled.text}" (${heard.because})`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? "none" : `${((100 * part) / whole).toFixed(1)} %`;
}
