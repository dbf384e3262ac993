/** The one way to have a fixed phrase said: a transition to `announcing` that says which, and what follows it. */
import type { Afterwards, PhraseName } from "./types.ts";

export const announce = (phrase: PhraseName, afterwards: Afterwards) =>
  ({ target: "#announcing", actions: { type: "announce", params: { phrase, afterwards } } }) as const;

/** Nothing of ours is left that could help: a human takes over, and the caller is told so. */
export const toHuman = announce("allSystemsDown", "handOver");
