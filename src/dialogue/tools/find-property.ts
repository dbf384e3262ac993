/** `findProperty`: the caller's building in the workspace's list. */
import type { Facts } from "#machines/call/types.ts";
import type { Situation, ToolOutcome } from "#src/call/ports.ts";
import type { Property, Workspace } from "#src/workspaces/pack.ts";
import { matchProperty } from "#src/dialogue/understanding/property.ts";
import { normalUnit } from "#src/dialogue/understanding/unit.ts";

export function find(
  query: string,
  unit: string | undefined,
  situation: Situation,
  workspace: Workspace,
): ToolOutcome {
  const match = matchProperty(query, workspace.properties);
  switch (match.kind) {
    case "found":
      return found(match.property, unit ?? situation.facts.unit);
    case "ambiguous": {
      const names = match.properties.map(({ name, address }) => `${name} (${address})`);
      return told(`It could be ${names.join(" or ")}. Ask which one.`);
    }
    case "unknown":
      return told(
        "It is not on record. Do not make the caller doubt it: record the address as they said it with recordDetails and go on.",
      );
  }
}

function found(property: Property, unit: string | undefined): ToolOutcome {
  const place = `Found ${property.name}, ${property.address}.`;
  const facts: Facts = { propertyId: property.id, address: property.address };
  if (property.units.length === 0) return told(`${place} It has no units.`, { ...facts, unit: "none" });
  if (unit === undefined) return told(`${place} Ask for the unit.`, facts);
  const known = property.units.find((own) => normalUnit(own) === normalUnit(unit));
  if (known === undefined)
    return told(
      `${place} It has no unit ${unit} on record: ask once more, then record what the caller says.`,
      facts,
    );
  return told(`${place} Unit ${known} is one of its units.`, { ...facts, unit: known });
}

function told(result: string, facts?: Facts): ToolOutcome {
  return { result, events: facts === undefined ? [] : [{ type: "facts.recorded", facts }], followUp: true };
}
