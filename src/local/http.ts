/** Reading bodies and answering in the shapes of OpenAI's API. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    // In seconds.
    ...(status === 429 ? { "retry-after": "20" } : {}),
  });
  response.end(text);
}

/** OpenAI's error shape. `param` names the field that is wrong. */
export function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  param: string | null = null,
): void {
  const type = status >= 500 ? "server_error" : "invalid_request_error";
  sendJson(response, status, { error: { message, type, param, code: null } });
}

/**
 * Parses a JSON body. Answers 400 itself and returns `undefined` when the body is no JSON or not what the schema wants.
 */
export async function readBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  let body: unknown;
  try {
    body = await json(request);
  } catch (error) {
    if (request.destroyed && !request.complete) throw error;
    sendError(response, 400, "We could not parse the JSON body of your request.");
    return undefined;
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join(".") ?? null;
  sendError(response, 400, z.prettifyError(result.error), path);
  return undefined;
}

/** Aborted when the client leaves before its answer is complete, or when `parent` is. */
export function signalOf(response: ServerResponse, parent: AbortSignal): AbortSignal {
  const left = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) left.abort();
  });
  return AbortSignal.any([parent, left.signal]);
}
