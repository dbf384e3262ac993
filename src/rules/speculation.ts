/** A guess is nobody's business: what is prepared while the turn may go on reaches nothing outside. */
import type { Effect } from "./effect.ts";
import { Broken, everyStep, ruleWith } from "./rule.ts";
import { hasTag } from "./step.ts";

const ofATurn = new Set([
  "recordTenantTurn",
  "sendDispatchRequested",
  "sendIntakeRecorded",
  "sendTransferRequested",
  "dispatchEvacuation",
]);

/** The turn is taken in this very step. */
const recordsTurn = (effect: Effect) => effect.kind === "act" && effect.name === "recordTenantTurn";

export const guessesReachNothing = everyStep(
  "speculation reaches no tool and no webhook",
  ({ event, before, after, effects }) => {
    // What a tool that runs learns, or a human who is called, is no guess.
    const taken = after.context.turnTaken || before?.context.turnTaken === true || effects.some(recordsTurn);
    const guess = !taken && after.status === "active";
    for (const effect of effects) {
      if (guess && effect.kind === "invoke" && effect.src === "tool") return "a tool is run for a guess";
      if (guess && effect.kind === "tell" && effect.event.type === "reply.released")
        return "a guess is let go";
      if (event.type === "facts.recorded" || !hasTag(after, "speculative")) continue;
      if (hasTag(before, "speculative") && effect.kind === "act" && ofATurn.has(effect.name))
        return `${effect.name} for a guess`;
    }
    return undefined;
  },
);

/** Memory: how many tool calls of the model's have not been begun. */
export const noToolTwice = ruleWith<number>({
  name: "no tool runs without being asked for, and none twice",
  start: 0,
  next(waiting, { event, before, after, effects }) {
    if (effects.some((effect) => effect.kind === "invoke" && effect.src === "reply")) waiting = 0;
    const grew = after.context.pendingTools.length > (before?.context.pendingTools.length ?? 0);
    if (event.type === "llm.toolCalled" && grew) waiting++;
    const begun = effects.filter((effect) => effect.kind === "invoke" && effect.src === "tool").length;
    return begun > waiting ? new Broken("a tool is run that nobody asked for") : waiting - begun;
  },
});
