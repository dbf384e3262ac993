/** The one way to have a fixed phrase said: a transition to `announcing` that says which, and what follows it. */
import type { Afterwards, CallContext, CallInput, PhraseName } from "./types.ts";

export const announce = (phrase: PhraseName, afterwards: Afterwards) =>
  ({ target: "#announcing", actions: { type: "announce", params: { phrase, afterwards } } }) as const;

/** Nothing of ours is left that could help: a human takes over, and the caller is told so. */
export const toHuman = announce("allSystemsDown", "handOver");

/** The call has to end: somebody was sent, and it ends; or a human takes over, and says what we could not. */
export const toTheEnd = { target: "#announcing", actions: "announceEnd" } as const;

/** The first words of a call. */
export function opening({ refusal, resumed, ladder }: CallInput): CallContext["announcement"] {
  if (refusal !== undefined) return { phrase: refusal, afterwards: ladder.length > 0 ? "handOver" : "end" };
  return { phrase: resumed === true ? "cutOff" : "greeting", afterwards: "listen" };
}
