/** Who sends, by the secret that they send. */
import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "#src/api/http/api-error.ts";

/** What an agent and its API share. */
export interface WebhookKeys {
  /** As sent in `X-Webhook-Secret`. */
  secret: string;
  /** `whsec_` and base64; without one, the secret's bytes sign. */
  signingKey: string | undefined;
}

export interface WebhookSecrets {
  /** Everybody's who has none of their own. */
  shared: WebhookKeys;
  /** By workspace; what one has not of its own is everybody's. */
  own: ReadonlyMap<string, Partial<WebhookKeys>>;
}

export interface Sender {
  /** Whose own secret it is; undefined: it is the shared one. */
  workspaceId: string | undefined;
}

export interface SecretCheck {
  /** Throws `ApiError` 401 for a secret that is missing or nobody's. Takes equally long for every wrong one. */
  senderOf: (secret: unknown) => Sender;
  /** Throws `ApiError` 401 or 403 when the sender is not the workspace's. */
  mustSpeakFor: (sender: Sender, workspaceId: string) => void;
  keysOf: (workspaceId: string | undefined) => WebhookKeys;
}

export function createSecretCheck({ shared, own }: WebhookSecrets): SecretCheck {
  const known: { digest: Buffer; sender: Sender }[] = [
    { digest: digestOf(shared.secret), sender: everybody },
  ];
  for (const [workspaceId, { secret }] of own)
    if (secret !== undefined) known.push({ digest: digestOf(secret), sender: { workspaceId } });
  const hasOwn = (workspaceId: string): boolean => own.get(workspaceId)?.secret !== undefined;
  return {
    senderOf(secret) {
      const digest = digestOf(typeof secret === "string" ? secret : "");
      let found: Sender | undefined;
      // Every one is compared, so that time does not tell which one it was.
      for (const each of known) if (timingSafeEqual(each.digest, digest)) found ??= each.sender;
      if (found !== undefined && typeof secret === "string") return found;
      throw new ApiError(
        401,
        "wrongSecret",
        "X-Webhook-Secret is missing or wrong; set EMA_WEBHOOK_SECRET to the same value on both sides.",
      );
    },
    mustSpeakFor(sender, workspaceId) {
      if (sender.workspaceId === undefined && hasOwn(workspaceId))
        throw new ApiError(
          401,
          "wrongSecret",
          "X-Webhook-Secret is everybody's, and the workspace has one of its own; send that one.",
        );
      if (sender.workspaceId !== undefined && sender.workspaceId !== workspaceId)
        throw new ApiError(
          403,
          "otherWorkspace",
          "workspace_id is another workspace than the one whose secret was sent; send that workspace's own secret.",
        );
    },
    keysOf(workspaceId) {
      const { secret = shared.secret, signingKey = shared.signingKey } =
        workspaceId === undefined ? {} : (own.get(workspaceId) ?? {});
      return { secret, signingKey };
    },
  };
}

const everybody: Sender = { workspaceId: undefined };

/** Of one length whatever was sent, as the comparison needs it. */
const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();
