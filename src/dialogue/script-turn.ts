/** What the intake script answers, and what it answers with. */
import type { Facts, HazardCategory, Stage } from "#machines/call/types.ts";
import type { Workspace } from "#src/workspaces/pack.ts";
import type { Memory } from "./memory.ts";

export interface ScriptTurn extends Memory {
  stage: Stage;
  facts: Facts;
  /** Names of the tools that are legal now; no other is called. */
  tools: readonly string[];
  /** E.164, absent when withheld. */
  callerNumber?: string;
  hazards: readonly HazardCategory[];
  workspace: Pick<Workspace, "properties" | "vendors">;
}

export interface ScriptReply {
  text: string;
  toolCalls: { name: string; arguments: unknown }[];
}

/** The reply with those of its calls that are legal. */
export function replyWith(
  turn: ScriptTurn,
  sentences: readonly string[],
  ...calls: ScriptReply["toolCalls"]
): ScriptReply {
  return {
    text: sentences.filter((sentence) => sentence !== "").join(" "),
    toolCalls: calls.filter(({ name }) => turn.tools.includes(name)),
  };
}

/** `recordDetails` with what is new; no call when nothing is. */
export function recording(turn: ScriptTurn, learnt: Facts): ScriptReply["toolCalls"] {
  const fresh = Object.fromEntries(Object.entries(changed(turn.facts, learnt)));
  return Object.keys(fresh).length === 0 ? [] : [{ name: "recordDetails", arguments: fresh }];
}

/** Those of `learnt` that differ from what is known. */
export function changed(known: Facts, learnt: Facts): Facts {
  const before = new Map<string, unknown>(Object.entries(known));
  return Object.fromEntries(Object.entries(learnt).filter(([field, value]) => before.get(field) !== value));
}
