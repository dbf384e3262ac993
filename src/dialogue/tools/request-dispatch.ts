/** `requestDispatch`: which vendor is set in motion, or that the office has it in writing. */
import type { Facts } from "#machines/call/types.ts";
import type { Situation, ToolOutcome } from "#src/call/ports.ts";
import type { Vendor, Workspace } from "#src/workspaces/pack.ts";
import { hear } from "#src/dialogue/understanding/spoken.ts";
import { tradeOf } from "#src/dialogue/understanding/trade.ts";
import { urgencyOf } from "#src/dialogue/understanding/urgency.ts";
import { notSent, writeDispatchResult } from "./dispatch-result.ts";

/** Nobody of that trade works at this hour: the people on the ladder are told. */
const ladder = "on-call ladder";
const office = "office";

export function dispatch(situation: Situation, workspace: Workspace, officeOpen: boolean): ToolOutcome {
  const { facts } = situation;
  const trade =
    facts.trade ??
    tradeOf(
      plainOf(facts),
      workspace.vendors.map((vendor) => vendor.trade),
    );
  const urgency = situation.hazards.length > 0 ? "lifeSafety" : (facts.urgency ?? urgencyOf(plainOf(facts)));
  const recorded = { type: "facts.recorded", facts: { trade, urgency } } as const;
  if (urgency === "routine")
    return {
      result: writeDispatchResult({ kind: "logged" }),
      events: [recorded, { type: "dispatch.requested", vendor: office, trade, urgency }],
      followUp: true,
    };
  if (!workspace.settings.optInEvents) return { result: notSent, events: [recorded], followUp: true };
  const vendor =
    onDuty(workspace.vendors, trade, officeOpen) ?? onDuty(workspace.vendors, "general", officeOpen);
  return {
    result: writeDispatchResult({ kind: "vendor", vendor: vendor?.name ?? "Our on-call team" }),
    events: [recorded, { type: "dispatch.requested", vendor: vendor?.id ?? ladder, trade, urgency }],
    followUp: true,
  };
}

function onDuty(vendors: readonly Vendor[], trade: string, officeOpen: boolean): Vendor | undefined {
  const hours = officeOpen ? "office" : "afterHours";
  const able = vendors.filter((vendor) => vendor.trade === trade);
  return able.find((vendor) => vendor.hours === hours) ?? able.find((vendor) => vendor.hours === "always");
}

function plainOf({ problem, severity }: Facts): string {
  return hear([problem, severity].filter((text) => text !== undefined).join(", ")).plain;
}
