/** From a request to an event: who sends, whether it is signed, what it says, whose it is. Throws `ApiError`. */
import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "#src/api/http/api-error.ts";
import { bearsSignature, checkSignature } from "./check-signature.ts";
import type { WorkspaceSearch } from "./find-workspace.ts";
import { checkAddress, parseBody, readBody } from "./read-body.ts";
import { isObject, type ReceivedEvent, textIn } from "./received-event.ts";
import { eventOfNew, eventOfOld } from "./to-event.ts";
import type { SecretCheck, Sender } from "./webhook-secrets.ts";

export interface WebhookRequest {
  /** The contract's. */
  path: string;
  headers: IncomingHttpHeaders;
  /** As it arrived. */
  body: string;
  sender: Sender;
  receivedAt: Date;
}

export interface Knowledge {
  secrets: SecretCheck;
  workspaces: WorkspaceSearch;
}

export async function acceptWebhook(
  { path, headers, body: raw, sender, receivedAt }: WebhookRequest,
  { secrets, workspaces }: Knowledge,
): Promise<ReceivedEvent> {
  const json = parseBody(raw);
  const isSigned = bearsSignature(headers);
  // What an unverified body says decides only whose key has to fit.
  const claimed = isObject(json) ? textIn(json, "workspace_id") : undefined;
  if (isSigned) checkSignature({ headers, body: raw }, secrets.keysOf(sender.workspaceId ?? claimed));
  const read = readBody(json);
  checkAddress(read.body.event_type, path);
  if (read.kind === "old") {
    const workspaceId = await workspaces.ofOldBody(read.body, sender);
    secrets.mustSpeakFor(sender, workspaceId);
    mustBeSigned(workspaceId);
    const { secret } = secrets.keysOf(workspaceId);
    return eventOfOld(read.body, { workspaceId, receivedAt, secret });
  }
  const { id, workspace_id } = read.body;
  secrets.mustSpeakFor(sender, workspace_id);
  mustBeSigned(workspace_id);
  if (isSigned && headers["webhook-id"] !== id)
    throw new ApiError(400, "otherId", "webhook-id is another text than the body's id; send the same one.");
  await workspaces.mustExist(workspace_id);
  return eventOfNew(read.body, receivedAt);

  /** In the old form, too: a body without an id would otherwise be the way around the signature. */
  function mustBeSigned(workspaceId: string): void {
    if (!isSigned && secrets.keysOf(workspaceId).signingKey !== undefined)
      throw new ApiError(
        401,
        "notSigned",
        "webhook-signature is missing, and this workspace has a signing key; sign the body with it, or take the key away on both sides.",
      );
  }
}
