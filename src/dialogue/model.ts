/** GPT-4o through the stock plugin, streamed. */
import { llm } from "@livekit/agents";
import { LLM } from "@livekit/agents-plugin-openai";
import type { OpenAI } from "openai";
import {
  ReplyFailed,
  type HistoryItem,
  type ReplyPart,
  type ReplyRequest,
  uncounted,
  type UsageMeter,
} from "#src/call/ports.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { formatSituation } from "./situation-block.ts";
import { toolDefinitions } from "./tools/definitions.ts";
import { watchedClient } from "./watched-client.ts";

export interface ModelOptions {
  client: OpenAI;
  model: string;
  pack: Pack;
  /**
   * Longest wait for a connection, and for the first words after it; what has begun may stand still for twice as long. The
   * stages of the turn have deadlines of their own in the chart.
   */
  timeoutMs: number;
  /** Nothing is counted when left out. */
  usage?: UsageMeter;
}

export type Model = (request: ReplyRequest, signal: AbortSignal) => AsyncIterable<ReplyPart>;

/** Each failure is a `ReplyFailed`, also one in the middle of a reply; its reasons are those of `watchedClient`. */
export function createModel({ client, model, pack, timeoutMs, usage = uncounted }: ModelOptions): Model {
  // The client would print a chunk that it cannot parse, and with it words of the call.
  const quiet = client.withOptions({ logLevel: "off" });
  const deadlines = { firstMs: timeoutMs, nextMs: 2 * timeoutMs };
  return async function* reply(request, signal) {
    let failure: string | undefined;
    const noteFailure = (reason: string): void => {
      failure ??= reason;
    };
    const watched = watchedClient(quiet, deadlines, noteFailure, usage);
    // One plugin object a reply: its errors are events without a stream's name, and the client is shared anyway.
    const plugin = new LLM({ client: watched, model });
    plugin.on("error", () => {
      failure ??= "unexpected error";
    });
    const stream = plugin.chat({
      chatCtx: toChatContext(request, pack),
      toolCtx: toolDefinitions(request.situation.tools),
      parallelToolCalls: true,
      connOptions: { maxRetry: 0, retryIntervalMs: 0, timeoutMs },
    });
    const stop = () => stream.close();
    signal.addEventListener("abort", stop, { once: true });
    try {
      for await (const { delta } of stream) {
        if (signal.aborted) return;
        if (delta?.content) yield { type: "text", text: delta.content };
        for (const call of delta?.toolCalls ?? [])
          yield { type: "toolCall", call: { id: call.callId, name: call.name, arguments: call.args } };
      }
    } finally {
      signal.removeEventListener("abort", stop);
      stream.close();
    }
    if (failure !== undefined && !signal.aborted) throw new ReplyFailed(failure);
  };
}

/** System prompt and history first, so that their prefix stays the same from turn to turn; what changes comes last. */
function toChatContext({ situation, history }: ReplyRequest, pack: Pack): llm.ChatContext {
  const context = new llm.ChatContext();
  let order = 0;
  const createdAt = () => ++order;
  context.addMessage({ role: "system", content: pack.system, createdAt: createdAt() });
  for (const item of history) context.insert(toChatItems(item, createdAt));
  const stage = pack.stages[situation.stage] ?? "";
  context.addMessage({
    role: "system",
    content: `${stage}\n\n${formatSituation(situation)}`,
    createdAt: createdAt(),
  });
  return context;
}

function toChatItems(item: HistoryItem, createdAt: () => number): llm.ChatItem[] {
  switch (item.role) {
    case "tenant":
      return [llm.ChatMessage.create({ role: "user", content: item.text, createdAt: createdAt() })];
    case "agent":
      return [
        llm.ChatMessage.create({
          role: "assistant",
          content: item.text,
          interrupted: item.interrupted,
          createdAt: createdAt(),
        }),
      ];
    case "tool":
      return [
        llm.FunctionCall.create({
          callId: item.call.id,
          name: item.call.name,
          args: item.call.arguments,
          createdAt: createdAt(),
        }),
        llm.FunctionCallOutput.create({
          callId: item.call.id,
          name: item.call.name,
          output: item.result,
          isError: false,
          createdAt: createdAt(),
        }),
      ];
  }
}
