/** Why a call ended, read from what the chart remembers. */
import type { CallContext, Outcome } from "./types.ts";

export function outcomeOf(context: CallContext): Outcome {
  if (context.withHuman) return "withHuman";
  if (context.refusal !== undefined) return "refused";
  if (context.dispatched && context.facts.confirmed !== true) return "evacuated";
  if (context.dispatched) return context.facts.urgency === "routine" ? "logged" : "dispatched";
  if (context.endWanted === "wrongNumber") return "wrongNumber";
  if (context.endWanted === "silent") return "callerSilent";
  if (context.hungUpBy === "network") return "lineLost";
  return context.hungUpBy === "caller" ? "callerHungUp" : "completed";
}
