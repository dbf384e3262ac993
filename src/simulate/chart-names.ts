/** Every name of the call's chart that the simulator knows. */
import type { Stage } from "#machines/call/types.ts";

export const chartNames = {
  /** The chart waits for the caller, who is not speaking. */
  callersTurn: "live.turn.listening.silent",
  hearing: "live.turn.listening.hearing",
  /** A reply is being prepared although the caller's turn may not be over. */
  speculating: "live.turn.responding.endpointing",
  /** The effect that bridges a long wait with a few words. */
  filler: "playFiller",
  safetyOwed: "live.safety.warning",
} as const;

/** Stages in which a caller may have nothing left to say. */
export const finalStages: readonly Stage[] = ["dispatched", "closing"];

/** Whether one of the leaves is this state or lies inside it. */
export function isIn(leaves: readonly string[], state: string): boolean {
  return leaves.some((leaf) => leaf === state || leaf.startsWith(`${state}.`));
}
