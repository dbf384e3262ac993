/** What the OpenAI client throws, as a short code that bears nothing of the provider's text. */
import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";

/** `status 429`, `timeout`, `connection`, `malformed` for an answer that is no JSON. */
export function openAIFailure(error: unknown): string {
  if (error instanceof APIConnectionTimeoutError) return "timeout";
  if (error instanceof APIConnectionError) return "connection";
  if (error instanceof APIError) return error.status === undefined ? "refused" : `status ${error.status}`;
  return error instanceof SyntaxError ? "malformed" : "connection";
}
