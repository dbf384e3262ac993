/** What is wrong and where, of a call, in a line each. */
import type { Run } from "#src/api/answers.ts";
import { hazardLabel, spelt } from "./labels.ts";

export interface PropertyName {
  id: string;
  name: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

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

/** Who was sent, in a few words; undefined as long as nobody was. */
export function dispatchOf(run: Pick<Run, "dispatch">): string | undefined {
  if (!run.dispatch) return undefined;
  return `Sent: ${text(run.dispatch["vendor"]) ?? "help"}`;
}

export function transferOf(run: Pick<Run, "transfer" | "status">): string | undefined {
  if (!run.transfer) return undefined;
  const outcome = text(run.transfer["outcome"]) ?? text(run.transfer["state"]);
  if (outcome === "answered" || outcome === "connected" || outcome === "completed") return "With a human";
  if (outcome === "failed" || outcome === "unanswered") return "Nobody took the call over";
  return run.status === "running" ? "Putting through to a human" : "Was put through to a human";
}
