/** What is heard while an utterance is still being said: an interim transcript is a beginning of it. */
import type { HazardRecognizer } from "#src/dialogue/hazards.ts";
import type { Labelled } from "./labelled-set.ts";

export interface Early {
  /** Hazards that the labels have and that are heard in the end. */
  hazards: number;
  /** Of these, heard before the last word. */
  earlier: number;
  /** Utterances whose labels have no hazard. */
  harmless: number;
  /** Of these, the ones with a beginning in which a hazard is heard, and that beginning. */
  alarmed: { text: string; beginning: string }[];
}

export function earlyIn(set: readonly Labelled[], hazardsIn: HazardRecognizer): Early {
  const early: Early = { hazards: 0, earlier: 0, harmless: 0, alarmed: [] };
  for (const { text, hazards } of set) {
    const begun = beginningsOf(text).map((beginning) => ({ beginning, heard: hazardsIn(beginning, true) }));
    if (hazards.length === 0) {
      early.harmless += 1;
      const first = begun.find(({ heard }) => heard.length > 0);
      if (first !== undefined) early.alarmed.push({ text, beginning: first.beginning });
    }
    const heardAtLast = hazardsIn(text);
    for (const category of hazards.filter((each) => heardAtLast.includes(each))) {
      early.hazards += 1;
      if (begun.some(({ heard }) => heard.includes(category))) early.earlier += 1;
    }
  }
  return early;
}

/** Word by word, without the whole. */
function beginningsOf(text: string): string[] {
  const words = text.split(/\s+/);
  return words.slice(0, -1).map((_, index) => words.slice(0, index + 1).join(" "));
}
