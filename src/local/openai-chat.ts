/** `POST /chat/completions`, streamed as server-sent events. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { chatFaultsOf } from "./behaviour.ts";
import type { CallState } from "./call.ts";
import type { ChatReply, ChatRequest } from "./chat-request.ts";
import { chatRequestSchema } from "./chat-request.ts";
import { cachedTokensOf, completionChunks, promptTokensOf } from "./chat-chunks.ts";
import { readBody, sendError, signalOf } from "./http.ts";
import { waitForAbort, waitUntil } from "./pace.ts";
import type { ChatRecord } from "./requests.ts";

/** Replies at once; the latency is the endpoint's. What it throws becomes a status 500. `call` is the key of the call that asks. */
export type ReplyTo = (request: ChatRequest, call: string) => ChatReply;

export async function serveChat(
  call: CallState,
  replyTo: ReplyTo,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const record: ChatRecord = {
    at: performance.now(),
    body: undefined,
    billed: { input: 0, output: 0 },
    outcome: "open",
  };
  call.requests.chat.push(record);
  const signal = signalOf(response, call.signal);
  try {
    const body = await readBody(request, response, chatRequestSchema);
    record.body = body;
    if (body === undefined) record.outcome = "refused";
    else record.outcome = await answer(call, replyTo, body, record.billed, response, signal);
  } catch (error) {
    record.outcome = signal.aborted ? "aborted" : "refused";
    if (!signal.aborted) throw error;
    response.destroy();
  }
}

async function answer(
  call: CallState,
  replyTo: ReplyTo,
  body: ChatRequest,
  billed: ChatRecord["billed"],
  response: ServerResponse,
  signal: AbortSignal,
): Promise<"complete" | "fault" | "refused"> {
  const { llm } = call.behaviour();
  const models = call.requests.chat.flatMap((record) => record.body?.model ?? []);
  const { fault, slowMs } = chatFaultsOf(llm.faults, models);
  const firstAt =
    performance.now() +
    call.draws.llm.moment()(llm.firstTokenMs) +
    slowMs +
    call.draws.llm.jitter(llm.jitterMs);
  if (fault?.kind === "status") {
    sendError(response, fault.status, "The server had an error while processing your request.");
    return "fault";
  }
  let reply: ChatReply;
  try {
    reply = replyTo(body, decodeURIComponent(call.key));
  } catch (error) {
    sendError(response, 500, error instanceof Error ? error.message : String(error));
    return "refused";
  }
  billed.input = promptTokensOf(body);
  const answered = call.requests.chat.filter((record) => record.billed !== billed && record.billed.input > 0);
  const cachedTokens = cachedTokensOf(
    body,
    answered.flatMap((record) => record.body ?? []),
  );
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  response.flushHeaders();
  if (fault?.kind === "stall") await waitForAbort(signal);
  const chunks = completionChunks(`chatcmpl-${randomUUID()}`, body, reply, cachedTokens);
  const tokens = chunks.length - (body.stream_options?.include_usage === true ? 2 : 1);
  const spoiltAt = fault === undefined ? Infinity : Math.ceil(chunks.length / 2);
  for (const [index, chunk] of chunks.entries()) {
    await waitUntil(firstAt + index * llm.perTokenMs, signal);
    if (index === spoiltAt) {
      if (fault?.kind === "stallMidway") await waitForAbort(signal);
      if (fault?.kind === "drop") {
        await waitUntil(performance.now() + arrivalMs, signal);
        response.destroy();
        return "fault";
      }
      if (fault?.kind === "malformed") response.write(malformedChunks[fault.how]);
    }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    billed.output = Math.min(index + 1, tokens);
  }
  response.end("data: [DONE]\n\n");
  await once(response, "finish", { signal });
  return fault === undefined ? "complete" : "fault";
}

/** A client throws away what it has not read when the connection breaks: what was sent gets time to be read. */
const arrivalMs = 50;

const malformedChunks = {
  notJson: 'data: {"id":"chatcmpl-\n\n',
  wrongShape: 'data: {"id":"chatcmpl-1","choices":"none"}\n\n',
};
