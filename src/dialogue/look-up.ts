/** Finding the caller's building in the workspace's list, and what is said about the result. */
import { z } from "zod";
import type { Facts } from "#machines/call/types.ts";
import type { ToolResult } from "./memory.ts";
import { nextMissing, stageOf } from "./missing.ts";
import { sayChoice, sayUnit } from "./say.ts";
import { fill, type Lines } from "./script-lines.ts";
import { changed, type ScriptTurn } from "./script-turn.ts";
import { matchProperty } from "./understanding/property.ts";

interface Query {
  query: string;
  unit?: string;
}

/** What to look for, once nothing more urgent is missing; an address told earlier waits until then. */
export function looksUp(turn: ScriptTurn, learnt: Facts): Query | undefined {
  if (!turn.tools.includes("findProperty")) return undefined;
  const known = { ...turn.facts, ...learnt };
  const missing = nextMissing(known, turn.hazards);
  if (missing !== undefined && /^(?:safetyCheck|problem|severity)$/.test(stageOf[missing])) return undefined;
  const isNews = changed(turn.facts, learnt).address !== undefined;
  const isOwed = known.address !== undefined && turn.facts.propertyId === undefined && !turn.lookedUp;
  if (known.address === undefined || known.address === "not given" || !(isNews || isOwed)) return undefined;
  return { query: known.address, ...(known.unit === undefined ? {} : { unit: known.unit }) };
}

export interface AfterLookUp {
  learnt: Facts;
  sentences: string[];
  /** The sentences end with a question of their own. */
  asksItself: boolean;
}

const argumentsSchema = z.object({ query: z.string(), unit: z.string().optional() });

export function afterLookUp(lines: Lines, turn: ScriptTurn, result: ToolResult): AfterLookUp {
  const { query, unit } = argumentsOf(result);
  const match = matchProperty(query, turn.workspace.properties);
  const unitAsSaid: Facts = unit === undefined ? {} : { unit };
  if (match.kind === "found" && turn.facts.propertyId === match.property.id) {
    const needsUnit = turn.facts.unit === undefined && unit !== undefined;
    if (!needsUnit) return { learnt: {}, sentences: [lines["location.found"]], asksItself: false };
    if ((turn.asked.unit ?? 0) > 0)
      return { learnt: unitAsSaid, sentences: [lines["location.found"]], asksItself: false };
    const question = fill(lines["unit.unlisted"], { unit: sayUnit(unit) });
    return { learnt: {}, sentences: [lines["location.found"], question], asksItself: true };
  }
  if (match.kind === "ambiguous" && (turn.asked.location ?? 0) < 3) {
    const property = sayChoice(match.properties.map(({ name }) => name));
    return { learnt: unitAsSaid, sentences: [fill(lines["location.which"], { property })], asksItself: true };
  }
  const learnt = query === "" ? unitAsSaid : { address: query, ...unitAsSaid };
  return { learnt, sentences: [lines["location.unlisted"]], asksItself: false };
}

/** The model may have called the tool with something else; then there is no address to keep. */
function argumentsOf(result: ToolResult): { query: string; unit?: string | undefined } {
  try {
    return argumentsSchema.parse(JSON.parse(result.arguments));
  } catch {
    return { query: "" };
  }
}
