/** What an utterance alone says of danger and urgency, and which rule says so. No model is asked. */
import type { HazardCategory, Urgency } from "#machines/call/types.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { createHazardFinder } from "./hazards.ts";
import { hear } from "./understanding/spoken.ts";
import { soundsLikeProblem } from "./understanding/trade.ts";
import { judgeUrgency, presentClauses } from "./understanding/urgency.ts";

/** Keys in the order in which they are printed. */
export interface Triage {
  text: string;
  hazards: HazardCategory[];
  urgency: Urgency;
  /**
   * What decided: each hazard with its phrase of `hazards.yaml`, joined by `; ` (`gas: "smell gas"; fire: "smoke"`); or the
   * rule of urgency with the words that it knows (`no heat: "furnace quit"`); or one that begins with `no rule`.
   */
  because: string;
}

/** Throws as `createHazardFinder` does. */
export function createTriage(rules: readonly HazardRule[]): (text: string) => Triage {
  const hazardsIn = createHazardFinder(rules);
  return (text) => {
    const heard = hazardsIn(text);
    const hazards = heard.map(({ category }) => category);
    if (heard.length > 0) {
      const because = heard.map(({ category, phrase }) => `${category}: "${phrase}"`).join("; ");
      return { text, hazards, urgency: "lifeSafety", because };
    }
    return { text, hazards, ...judged(hear(text).plain) };
  };
}

/** No hazard was heard, so these are not there: they were denied, are over, or only asked about. */
const dangers =
  /\b(?:fires?|smok\w+|flames?|gas|carbon monoxide|monoxide|spark\w*|hurt\w*|bleeding|collapsed)\b/g;

/** A problem that no rule knows is an emergency, as it is in a call; words of no problem at all are not. */
function judged(plain: string): { urgency: Urgency; because: string } {
  const known = judgeUrgency(plain);
  if (known !== undefined) return known;
  return presentClauses(plain).some((clause) => soundsLikeProblem(clause.replace(dangers, " ")))
    ? { urgency: "emergency", because: "no rule: a problem that no rule knows is an emergency" }
    : { urgency: "routine", because: "no rule" };
}
