import ky, { isTimeoutError } from "ky";
import { Webhook } from "standardwebhooks";
import { secretHeader, webhookPaths } from "./contract.ts";
import type { ReadableEvent } from "./queue.ts";
import { parseRetryAfter } from "./retry.ts";

/** Where a workspace's events go. Looked up for every attempt and never stored, so that a secret can be changed. */
export interface Destination {
  /** Base URL; the contract's paths are appended to it. */
  url: string;
  /** Sent as `X-Webhook-Secret`. */
  secret: string;
  /** Standard Webhooks key, base64, with or without `whsec_`. Without one the secret's bytes are the key. */
  signingKey?: string;
  /** Sends the opt-in events, too. */
  optInEvents: boolean;
}

/** `reason` is short and bears no secret, no speech and nothing that the receiver wrote. */
export type Outcome =
  | { kind: "delivered" }
  /** The receiver will never take this request as it is. */
  | { kind: "refused"; reason: string }
  | { kind: "failed"; reason: string; retryAfterMs?: number }
  /** `signal` aborted it; whether it was received is unknown. */
  | { kind: "aborted" };

export interface PostOptions {
  /** Until the answer's headers. */
  timeoutMs: number;
  /** Milliseconds since the epoch; becomes `webhook-timestamp`. */
  now: () => number;
  signal: AbortSignal;
}

/** One attempt: signs and posts, follows no redirect, retries nothing. Never rejects. */
export async function post(
  event: ReadableEvent,
  destination: Destination,
  options: PostOptions,
): Promise<Outcome> {
  const { timeoutMs, now, signal } = options;
  try {
    const response = await ky.post(destination.url.replace(/\/+$/, "") + webhookPaths[event.eventType], {
      body: event.body,
      headers: { "content-type": "application/json", ...headersOf(event, destination, now()) },
      redirect: "manual",
      retry: 0,
      throwHttpErrors: false,
      timeout: timeoutMs,
      signal,
    });
    discard(response);
    return outcomeOf(response, now());
  } catch (error) {
    return signal.aborted ? { kind: "aborted" } : { kind: "failed", reason: reasonOf(error) };
  }
}

function headersOf(event: ReadableEvent, destination: Destination, now: number): Record<string, string> {
  const { secret, signingKey } = destination;
  const webhook = signingKey === undefined ? new Webhook(secret, { format: "raw" }) : new Webhook(signingKey);
  return {
    [secretHeader]: secret,
    "webhook-id": event.id,
    "webhook-timestamp": String(Math.floor(now / 1_000)),
    "webhook-signature": webhook.sign(event.id, new Date(now), event.body),
  };
}

/** The status says it all: an answer whose body never ends must not hold the connection. */
function discard(response: Response): void {
  response.body?.cancel().catch(() => {
    // The connection broke while it was being given up.
  });
}

const transientStatuses: readonly number[] = [408, 409, 425, 429];

/** A redirect is a failure to be retried, not a refusal: gateways redirect while they are being repaired. */
function outcomeOf(response: Response, now: number): Outcome {
  const { ok, status } = response;
  if (ok) return { kind: "delivered" };
  const reason = `status ${status}`;
  if (status >= 400 && status < 500 && !transientStatuses.includes(status))
    return { kind: "refused", reason };
  const retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), now);
  return { kind: "failed", reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** An error's message may quote a header's value, so only codes and names are passed on. */
function reasonOf(error: unknown): string {
  if (isTimeoutError(error)) return "timeout";
  let cause = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    cause = cause.cause;
  }
  return error instanceof Error ? `request not made, ${error.name}` : "request not made";
}
