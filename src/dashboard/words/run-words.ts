/** What is wrong and where, of a call, in a line each. */
import type { Run } from "#src/api/answers.ts";
import { hazardLabel, spelt } from "./labels.ts";
import { textOf as text } from "./text-of.ts";

export interface PropertyName {
  id: string;
  name: string;
}

/** As the caller put it; else what is known of it. Undefined when nothing is. */
export function problemOf(run: Pick<Run, "facts" | "hazards" | "dispatch">): string | undefined {
  const problem = text(run.facts["problem"]);
  if (problem) return problem.charAt(0).toUpperCase() + problem.slice(1);
  if (run.hazards.length > 0) return run.hazards.map(hazardLabel).join(", ");
  const trade = text(run.facts["trade"]) ?? text(run.dispatch?.["trade"]);
  return trade && spelt(trade);
}

export function placeOf(
  run: Pick<Run, "facts">,
  properties: readonly PropertyName[] = [],
): string | undefined {
  const { facts } = run;
  const property = properties.find(({ id }) => id === facts["propertyId"])?.name;
  const unit = text(facts["unit"]);
  const parts = [
    unit && unit !== "none" ? `Unit ${unit}` : undefined,
    property,
    text(facts["address"]),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** Who was sent and whether they come, in a few words; undefined as long as nobody was. */
export function dispatchOf(run: Pick<Run, "dispatch">): string | undefined {
  if (!run.dispatch) return undefined;
  const { dispatch } = run;
  return dispatchWords(text(dispatch["state"]), text(dispatch["vendor"]) ?? "help");
}

/** `state`: what was told of it last. */
export function dispatchWords(state: string | undefined, vendor: string): string {
  if (state === "acknowledged") return `Coming: ${vendor}`;
  if (state === "declined") return `Does not come: ${vendor}`;
  return state === "escalated" ? `Asked next: ${vendor}` : `Sent: ${vendor}`;
}

export function transferOf(run: Pick<Run, "transfer" | "status">): string | undefined {
  if (!run.transfer) return undefined;
  const state = text(run.transfer["state"]);
  if (state === "answered") return "With a human";
  if (state === "failed") return "Nobody took the call over";
  return run.status === "running" ? "Putting through to a human" : "Was put through to a human";
}
