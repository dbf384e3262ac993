/** The intake script as a brain: a reply out of the call's situation and history. */
import type { ReplyRequest } from "#src/call/ports.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { remember } from "./memory.ts";
import { createScript, type Script } from "./script.ts";
import type { ScriptReply } from "./script-turn.ts";

/** What of a pack the script speaks from. */
export type ScriptPack = Pick<Pack, "workspace" | "phrases" | "script">;

/** Throws when the pack's script lacks lines. */
export function scriptFromHistory(
  { situation, history }: Pick<ReplyRequest, "situation" | "history">,
  pack: ScriptPack,
): ScriptReply {
  const script = scriptOf(pack);
  const { stage, facts, tools, hazards, callerNumber } = situation;
  return script.nextTurn({
    ...remember(history, script.questionIn, Object.values(pack.phrases)),
    stage,
    facts,
    tools,
    hazards,
    ...(callerNumber === undefined ? {} : { callerNumber }),
    workspace: pack.workspace,
  });
}

const scripts = new WeakMap<ScriptPack["script"], Script>();

/** Made once for each pack. */
function scriptOf(pack: ScriptPack): Script {
  const made = scripts.get(pack.script) ?? createScript(pack.script);
  scripts.set(pack.script, made);
  return made;
}
