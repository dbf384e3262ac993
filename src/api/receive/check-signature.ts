/** Standard Webhooks: who signed, and when. */
import type { IncomingHttpHeaders } from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { ApiError } from "#src/api/http/api-error.ts";
import type { WebhookKeys } from "./webhook-secrets.ts";

export interface Signed {
  headers: IncomingHttpHeaders;
  /** As it arrived. */
  body: string;
}

const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;

export const bearsSignature = (headers: IncomingHttpHeaders): boolean =>
  names.some((name) => headers[name] !== undefined);

/** Throws `ApiError` 401 when it was not signed with these keys in the last five minutes. */
export function checkSignature({ headers, body }: Signed, { secret, signingKey }: WebhookKeys): void {
  const webhook = signingKey === undefined ? new Webhook(secret, { format: "raw" }) : new Webhook(signingKey);
  const given = Object.fromEntries(names.map((name) => [name, String(headers[name] ?? "")]));
  try {
    webhook.verify(body, given, { jsonParse: false });
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    throw new ApiError(401, "wrongSignature", `${problemOf(error.message)}.`);
  }
}

/** The library's messages are few, and quote nothing. */
function problemOf(message: string): string {
  if (message.startsWith("Missing"))
    return "webhook-id, webhook-timestamp or webhook-signature is missing; send all three";
  if (message.startsWith("Message timestamp"))
    return "webhook-timestamp is more than five minutes away from now; set both clocks, and sign again";
  return "webhook-signature is no signature of this body; set EMA_WEBHOOK_SIGNING_KEY to the same value on both sides";
}
