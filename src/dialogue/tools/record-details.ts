/** `recordDetails`: facts as the model heard them, brought to the form that everything else relies on. */
import type { z } from "zod";
import type { Facts } from "#machines/call/types.ts";
import type { Situation, ToolOutcome } from "#src/call/ports.ts";
import type { Workspace } from "#src/workspaces/pack.ts";
import { matchProperty } from "#src/dialogue/understanding/property.ts";
import { isComplete, telephoneDigits } from "#src/dialogue/understanding/telephone.ts";
import type { recordDetails } from "./schemas.ts";

type Details = z.output<typeof recordDetails>;

export function record(details: Details, situation: Situation, workspace: Workspace): ToolOutcome {
  const said = withoutBlanks(details);
  const { callbackNumber, trade, address, unit, ...others } = said;
  const facts: Facts = { ...others };
  const mistakes: string[] = [];

  if (callbackNumber !== undefined) {
    const digits = telephoneDigits(callbackNumber);
    if (isComplete(digits) && digits.length <= 15) facts.callbackNumber = digits;
    else mistakes.push("callbackNumber has fewer than ten digits, so it was not recorded; ask for the rest");
  }
  if (trade !== undefined) {
    const trades = [...new Set([...workspace.vendors.map((vendor) => vendor.trade), "general"])];
    if (trades.includes(trade)) facts.trade = trade;
    else mistakes.push(`trade must be one of ${trades.join(", ")}, so it was not recorded`);
  }
  if (unit !== undefined)
    facts.unit = /^(?:none|not given)$/i.test(unit)
      ? unit.toLowerCase()
      : unit
          .replace(/^(?:unit|apartment|apt\.?|#)\s*/i, "")
          .replace(/^(\d+)\s+([a-z])$/i, "$1$2")
          .toUpperCase();
  if (address !== undefined) Object.assign(facts, located(address, facts, situation, workspace));

  const events = Object.keys(facts).length === 0 ? [] : [{ type: "facts.recorded" as const, facts }];
  if (mistakes.length > 0)
    return { result: `Recorded the rest. But ${mistakes.join("; ")}.`, events, followUp: true };
  return {
    result: events.length === 0 ? "There was nothing to record." : "Recorded.",
    events,
    followUp: false,
  };
}

/** An address that is certainly a property of the workspace brings its id with it; another one takes the old id back. */
function located(address: string, { unit }: Facts, { facts: known }: Situation, workspace: Workspace): Facts {
  const match = matchProperty(address, workspace.properties);
  if (match.kind === "found" && match.certain) {
    const { property } = match;
    const hasNoUnits = property.units.length === 0 && unit === undefined;
    return { address: property.address, propertyId: property.id, ...(hasNoUnits ? { unit: "none" } : {}) };
  }
  return { address, ...(known.propertyId === undefined ? {} : { propertyId: "" }) };
}

/** Models fill in what they do not know with null or nothing. */
function withoutBlanks(details: Details): { [Field in keyof Details]?: NonNullable<Details[Field]> } {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== null && value !== undefined && value !== ""),
  );
}
