/** What was said in a call, as the model's memory and as numbered turns. Kept in memory only. */
import type { ToolCall } from "#machines/call/types.ts";
import type { HistoryItem } from "./ports.ts";

export class Conversation {
  readonly #items: HistoryItem[] = [];
  #turns = 0;

  get items(): readonly HistoryItem[] {
    return this.#items;
  }

  get turns(): number {
    return this.#turns;
  }

  /** What we said last; empty before the first. */
  get lastOfAgent(): string {
    return this.#items.findLast((item) => item.role === "agent")?.text ?? "";
  }

  /** Returns the turn's index, from 0. */
  tenantSaid(text: string): number {
    this.#items.push({ role: "tenant", text });
    return this.#turns++;
  }

  /** Returns the turn's index, from 0. */
  agentSaid(text: string, interrupted: boolean): number {
    this.#items.push({ role: "agent", text, interrupted });
    return this.#turns++;
  }

  toolRan(call: ToolCall, result: string): void {
    this.#items.push({ role: "tool", call, result });
  }
}
