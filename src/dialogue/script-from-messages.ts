/** The intake script behind OpenAI's chat completions: the engine of a model that needs no key. */
import type { HistoryItem, Situation } from "#src/call/ports.ts";
import { scriptFromHistory, type ScriptPack } from "./script-from-history.ts";
import type { ScriptReply } from "./script-turn.ts";
import { readSituation } from "./situation-block.ts";

/** A message of a chat completions request, as far as the script reads it. */
export interface ScriptMessage {
  role: string;
  content?: string | null | undefined | readonly { type: string; text?: string | undefined }[];
  tool_calls?: readonly { id: string; function: { name: string; arguments: string } }[] | undefined;
  tool_call_id?: string | undefined;
}

/** Throws when no system message carries a situation block, or when it cannot be read. */
export function scriptFromMessages(messages: readonly ScriptMessage[], pack: ScriptPack): ScriptReply {
  const situation = situationIn(messages);
  if (situation === undefined) throw new Error("No system message carries a <situation> block");
  return scriptFromHistory({ situation, history: historyOf(messages) }, pack);
}

function situationIn(messages: readonly ScriptMessage[]): Situation | undefined {
  for (const message of messages.toReversed()) {
    if (message.role !== "system" && message.role !== "developer") continue;
    const situation = readSituation(textOf(message));
    if (situation !== undefined) return situation;
  }
  return undefined;
}

function historyOf(messages: readonly ScriptMessage[]): HistoryItem[] {
  const calls = new Map<string, { name: string; arguments: string }>();
  const history: HistoryItem[] = [];
  for (const message of messages) {
    const text = textOf(message);
    for (const { id, function: called } of message.tool_calls ?? []) calls.set(id, called);
    if (message.role === "user") history.push({ role: "tenant", text });
    if (message.role === "assistant" && text !== "")
      history.push({ role: "agent", text, interrupted: false });
    if (message.role === "tool") {
      const id = message.tool_call_id ?? "";
      const called = calls.get(id) ?? { name: "", arguments: "{}" };
      history.push({
        role: "tool",
        call: { id, name: called.name, arguments: called.arguments },
        result: text,
      });
    }
  }
  return history;
}

function textOf({ content }: ScriptMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? "").join("");
}
