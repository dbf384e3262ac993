/** Who asks for a human gets one, or is told why not. */
import { Broken, ruleWith } from "./rule.ts";
import { type CallStep, hasTag } from "./step.ts";

/** What is said when no human could be reached. */
const explains = /^(?:nobodyAnswered|notInService|lineDisabled|timeOver|safety\..+)$/;

type Wish = "none" | "asked" | "calling";

export const humanOrExplanation = ruleWith<Wish>({
  name: "after a transfer is asked for, a human or an explanation follows",
  start: "none",
  next(wish, step) {
    const { before, after, effects } = step;
    const calls = effects.some((effect) => effect.kind === "invoke" && effect.src === "human");
    if (calls) return "calling";
    if (after.status !== "active") return endedByUs(step) && wish === "asked" ? forgotten : "none";
    if (wish === "calling" && !hasTag(after, "human")) {
      const phrase = effects.find((effect) => effect.kind === "invoke" && effect.src === "phrase");
      const said = phrase?.kind === "invoke" ? (phrase.input as { phrase: string }).phrase : "nothing";
      if (said === "tryingNext") return "asked";
      return explains.test(said) ? "none" : new Broken(`nobody answered, and ${said} is said`);
    }
    if (wish === "asked" && !after.context.transferWanted && !hasTag(after, "human")) return forgotten;
    if (wish === "calling") return wish;
    return after.context.transferWanted && before?.context.transferWanted !== true ? "asked" : wish;
  },
});

const forgotten = new Broken("the wish for a human is forgotten");

const endedByUs = ({ effects }: CallStep): boolean =>
  effects.some((effect) => effect.kind === "act" && effect.name === "hangUp");
