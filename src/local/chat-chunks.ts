/** A reply cut into the chunks that OpenAI would stream. */
import { randomUUID } from "node:crypto";
import type { ChatReply, ChatRequest } from "./chat-request.ts";

interface Delta {
  role?: "assistant";
  content?: string | null;
  tool_calls?: {
    index: number;
    id?: string;
    type?: "function";
    function: { name?: string; arguments: string };
  }[];
}

/** Arguments come in pieces of about this many characters. */
const fragmentLength = 12;

/** The first chunk bears the first word, or the first tool call's name when nothing is said. */
export function completionChunks(
  id: string,
  request: ChatRequest,
  reply: ChatReply,
  cachedTokens = 0,
): object[] {
  const created = Math.floor(Date.now() / 1000);
  const wantsUsage = request.stream_options?.include_usage === true;
  const base = {
    id,
    object: "chat.completion.chunk",
    created,
    model: request.model,
    service_tier: "default",
  };
  const usage = wantsUsage ? { usage: null } : {};
  const words = reply.text.match(/\s*\S+\s*/g) ?? [];
  const deltas: Delta[] = [
    ...words.map((content) => ({ content })),
    ...reply.toolCalls.flatMap(toolCallDeltas),
  ];
  const [first = { content: "" }, ...rest] = deltas;
  const finish = reply.toolCalls.length > 0 ? "tool_calls" : "stop";
  const chunk = (delta: Delta, finishReason: string | null) => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...usage,
  });
  return [
    chunk({ role: "assistant", content: null, ...first }, null),
    ...rest.map((delta) => chunk(delta, null)),
    chunk({}, finish),
    ...(wantsUsage ? [{ ...base, choices: [], usage: usageOf(request, deltas.length, cachedTokens) }] : []),
  ];
}

function toolCallDeltas(call: ChatReply["toolCalls"][number], index: number): Delta[] {
  const id = `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`;
  const text = JSON.stringify(call.arguments ?? {});
  const fragments = text.match(new RegExp(`[^]{1,${fragmentLength}}`, "g")) ?? [];
  return [
    { tool_calls: [{ index, id, type: "function", function: { name: call.name, arguments: "" } }] },
    ...fragments.map((fragment) => ({ tool_calls: [{ index, function: { arguments: fragment } }] })),
  ];
}

/** A token is taken to be four characters; the tools are part of the prompt. */
export const promptTokensOf = (request: ChatRequest): number =>
  Math.ceil(promptOf(request).length / charactersPerToken);

/** A prompt's beginning is cached from so many tokens on, and in steps of so many. */
const leastCached = 1024;
const cacheStep = 128;

/** Tokens that a prompt begins with as an earlier one of the same model did. */
export function cachedTokensOf(request: ChatRequest, earlier: readonly ChatRequest[]): number {
  const prompt = promptOf(request);
  const alike = earlier
    .filter(({ model }) => model === request.model)
    .map((other) => commonLength(prompt, promptOf(other)));
  const steps = Math.floor(Math.max(0, ...alike) / charactersPerToken / cacheStep);
  return steps * cacheStep < leastCached ? 0 : steps * cacheStep;
}

const charactersPerToken = 4;

/** The tools come first. */
const promptOf = ({ messages, tools }: ChatRequest): string => JSON.stringify([tools, messages]);

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** Of the answer, each chunk but the last is a token. */
function usageOf(request: ChatRequest, completionTokens: number, cachedTokens: number) {
  const promptTokens = promptTokensOf(request);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
  };
}
