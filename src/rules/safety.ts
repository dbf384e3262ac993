/** A hazard that was heard comes before everything else. */
import type { HazardCategory } from "#machines/call/types.ts";
import { Broken, ruleWith } from "./rule.ts";
import { type CallStep, hasTag, isIn } from "./step.ts";

type Owing = { readonly owed: readonly string[]; readonly saying: string };

/** `owed`: hazards whose instruction was not heard to its end, by a caller who is on the line; `saying`: the phrase or reply that is being said. */
export const warnedFirst = ruleWith<Owing>({
  name: "a hazard heard is warned about before anything else is said, and before we end the call",
  start: { owed: [], saying: "" },
  next({ owed, saying }, step) {
    const { event, before, after, effects } = step;
    const unheard = before?.context.onHold === true;
    if (event.type === "playout.finished" && saying.startsWith("safety.") && !unheard)
      owed = owed.filter((category) => `safety.${category}` !== saying);
    const heard = newHazard(step);
    if (heard !== undefined) owed = [...owed, heard];
    for (const effect of effects) {
      if (effect.kind === "stop" && effect.id === "utterance") saying = "";
      if (effect.kind === "invoke" && effect.id === "utterance") saying = said(effect);
      const reachable = (before?.context.mute ?? 0) < 2;
      const withUs = owed.length > 0 && reachable && !hasTag(before, "human");
      if (withUs && effect.kind === "act" && effect.name === "hangUp")
        return new Broken(`we hang up while ${owed.join(", ")} is owed`);
    }
    if (after.status === "done" || hasTag(after, "human")) return { owed, saying };
    if (owed.length > 0 && saying !== "" && !owed.some((category) => `safety.${category}` === saying))
      return new Broken(`${saying} is said while ${owed.join(", ")} is owed`);
    return { owed, saying };
  },
});

function newHazard({ event, before }: CallStep): HazardCategory | undefined {
  if (event.type !== "hazard.heard" || before === undefined || !isIn(before, "live")) return undefined;
  const { category } = event as unknown as { category: HazardCategory };
  return before.context.hazards.includes(category) ? undefined : category;
}

const said = ({ src, input }: { src: string; input: unknown }): string =>
  src === "phrase" ? (input as { phrase: string }).phrase : src;
