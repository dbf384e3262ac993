/** What the script has to remember of a call, read from its history: the same history, the same memory. */
import type { HistoryItem } from "#src/call/ports.ts";
import type { Question, QuestionFinder } from "./questions.ts";
import { readDispatchResult } from "./tools/dispatch-result.ts";
import { hear } from "./understanding/spoken.ts";
import { isComplete, joinPieces, telephoneIn } from "./understanding/telephone.ts";

export interface ToolResult {
  name: string;
  /** JSON text, as it was called. */
  arguments: string;
  result: string;
}

export interface Memory {
  /** The tenant's words to answer; empty when there are only tool results to go on from. */
  callerText: string;
  /** Results that came since the tenant spoke. */
  toolResults: readonly ToolResult[];
  /** What the tenant was asked before these words. */
  pending?: Question;
  /** How often each question was asked. */
  asked: Readonly<Partial<Record<Question, number>>>;
  /** Digits of a telephone number begun in earlier turns. */
  partialNumber: string;
  /** Somebody was set in motion. */
  dispatched: boolean;
  /** The property was looked for already. */
  lookedUp: boolean;
}

/** `phrases`: fixed phrases, which ask nothing that the script waits for. */
export function remember(
  history: readonly HistoryItem[],
  find: QuestionFinder,
  phrases: readonly string[],
): Memory {
  const asking = history.map((item) =>
    item.role === "agent" && !phrases.some((phrase) => phrase.startsWith(item.text))
      ? find(item.text)
      : undefined,
  );
  const last = history.findLastIndex((item) => item.role === "tenant");
  const toolResults = history.slice(last + 1).filter((item) => item.role === "tool");
  const first = firstUnanswered(history, asking, last);
  const said = history.slice(first, last + 1).filter((item) => item.role === "tenant");
  const pending = pendingIn(history.slice(0, Math.max(0, first)), asking, phrases);
  const tools = history.filter((item) => item.role === "tool");
  return {
    callerText: toolResults.length > 0 || last < 0 ? "" : said.map(({ text }) => text).join(" "),
    toolResults: toolResults.map(({ call, result }) => ({
      name: call.name,
      arguments: call.arguments,
      result,
    })),
    ...(pending === undefined ? {} : { pending }),
    asked: countOf(asking),
    partialNumber: partialNumberIn(history.slice(0, Math.max(0, first)), asking),
    dispatched: tools.some(
      ({ call, result }) => call.name === "requestDispatch" && readDispatchResult(result) !== undefined,
    ),
    lookedUp: tools.some(({ call }) => call.name === "findProperty"),
  };
}

function isPhrase(text: string, phrases: readonly string[]): boolean {
  return phrases.some((phrase) => phrase.startsWith(text));
}

/** The last question asked. One in the model's own words is no question of the script's: the stage has to tell it. */
function pendingIn(
  history: readonly HistoryItem[],
  asking: readonly (Question | undefined)[],
  phrases: readonly string[],
): Question | undefined {
  for (const [at, item] of [...history.entries()].toReversed()) {
    if (asking[at] !== undefined) return asking[at];
    if (item.role === "agent" && item.text.includes("?") && !isPhrase(item.text, phrases)) return undefined;
  }
  return undefined;
}

/** Words that were said before an interrupted reply that asked nothing and did nothing are still to be answered. */
function firstUnanswered(
  history: readonly HistoryItem[],
  asking: readonly (Question | undefined)[],
  last: number,
): number {
  let first = last;
  for (let at = last - 1; at >= 0; at -= 1) {
    const item = history[at];
    if (item === undefined || item.role === "tool" || asking[at] !== undefined) break;
    if (item.role === "agent" && !item.interrupted) break;
    if (item.role === "tenant") first = at;
  }
  return first;
}

function countOf(asking: readonly (Question | undefined)[]): Partial<Record<Question, number>> {
  const counts: Partial<Record<Question, number>> = {};
  for (const question of asking) if (question !== undefined) counts[question] = (counts[question] ?? 0) + 1;
  return counts;
}

/** Pieces since the number was asked for; each piece was answered with `go on`. */
function partialNumberIn(history: readonly HistoryItem[], asking: readonly (Question | undefined)[]): string {
  let digits = "";
  let listening = false;
  for (const [at, item] of history.entries()) {
    if (item.role === "agent" && asking[at] !== undefined) {
      listening = /^(?:number|numberOffer|goOn)$/.test(asking[at]);
      if (asking[at] !== "goOn") digits = "";
    } else if (item.role === "tenant" && listening) {
      const heard = telephoneIn(hear(item.text));
      if (heard?.kind === "partial") digits = joinPieces(digits, heard.digits);
    }
  }
  return isComplete(digits) || !listening ? "" : digits;
}
