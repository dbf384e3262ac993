/** How a call ends, and what is told of it. */
import { Broken, everyStep, ruleWith } from "./rule.ts";

export const hangingUpEnds = everyStep("hanging up ends the call from anywhere", ({ event, after }) =>
  event.type === "call.hungUp" && after.status !== "done" ? "the call went on" : undefined,
);

export const neverBreaks = everyStep("the chart itself never breaks", ({ after }) =>
  after.status === "error" ? "the actor is in error" : undefined,
);

/** What `sequence` counts: the first thing told is that the call began, the last that it ended, and each is told once. */
export const toldInOrder = ruleWith<"nothing" | "begun" | "ended">({
  name: "the beginning of a call is told first and once, its end last and once",
  start: "nothing",
  next(told, { effects, before, after }) {
    for (const effect of effects) {
      if (effect.kind !== "act" || !/^(?:send|dispatch|record)[A-Z]/.test(effect.name)) continue;
      if (told === "ended") return new Broken(`${effect.name} after the end was told`);
      if (effect.name === "sendCallInitiated") {
        if (told !== "nothing") return new Broken("the beginning is told twice");
        told = "begun";
      } else if (effect.name === "sendCallEnded") told = "ended";
      else if (told === "nothing") return new Broken(`${effect.name} before the beginning was told`);
    }
    const over = before?.status === "active" && after.status === "done";
    return over && told !== "ended" ? new Broken("the call ended and nobody was told") : told;
  },
});

const invoked = new Set(["reply", "phrase", "tool", "human"]);

export const nothingWaitsForWebhooks = everyStep("no webhook is waited for", ({ event, effects }) => {
  if (/^(?:webhook|outbox|delivery)\./.test(event.type)) return `${event.type} is an event of the chart`;
  for (const effect of effects)
    if (effect.kind === "invoke" && !invoked.has(effect.src)) return `${effect.src} is invoked`;
  return undefined;
});
