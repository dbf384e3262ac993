/** What is still to be learnt. The chart leaves a stage as soon as that stage's facts are known; this is the same rule. */
import type { Facts, HazardCategory, Stage } from "#machines/call/types.ts";

export type MissingFact =
  | "safe"
  | "problem"
  | "severity"
  | "address"
  | "unit"
  | "callbackNumber"
  | "name"
  | "permissionToEnter"
  | "confirmed";

export const stageOf = {
  safe: "safetyCheck",
  problem: "problem",
  severity: "severity",
  address: "location",
  unit: "location",
  callbackNumber: "contact",
  name: "contact",
  permissionToEnter: "access",
  confirmed: "confirmation",
} as const satisfies Record<MissingFact, Stage>;

/** The first fact that is missing, in the order of the stages; `undefined` once the caller has confirmed. */
export function nextMissing(facts: Facts, hazards: readonly HazardCategory[]): MissingFact | undefined {
  if (facts.safe === undefined && hazards.length === 0) return "safe";
  if (facts.problem === undefined) return "problem";
  if (facts.severity === undefined) return "severity";
  if (!isSet(facts.propertyId) && !isSet(facts.address)) return "address";
  if (facts.unit === undefined) return "unit";
  if (facts.callbackNumber === undefined) return "callbackNumber";
  if (facts.name === undefined) return "name";
  if (facts.permissionToEnter === undefined) return "permissionToEnter";
  return facts.confirmed === true ? undefined : "confirmed";
}

const evacuating: readonly HazardCategory[] = ["gas", "carbonMonoxide", "fire", "collapse"];

/** These send the caller out of the building; there is no intake after them. */
export function evacuates(hazards: readonly HazardCategory[]): boolean {
  return hazards.some((hazard) => evacuating.includes(hazard));
}

/** An empty id takes back a property that a corrected address does not belong to. */
function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}
