/** A caller's number as a keyed hash: by it an erasure finds calls that no longer bear the number. */
import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { Secret } from "#src/config/secret.ts";
import { toE164 } from "#src/workspaces/telephone-number.ts";

/**
 * From a secret of the environment, never from the database: there are few enough telephone numbers that whoever had both could
 * try them all. Another secret finds nothing of what was hashed before.
 */
export const callerKey = (secret: Secret): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync("sha256", secret.reveal(), "", "ema caller number", 32)));

/** Undefined when it is no telephone number. However it is written, the same number has the same hash. */
export function callerHash(number: string, key: KeyObject): string | undefined {
  const e164 = toE164(number);
  return e164 === undefined ? undefined : createHmac("sha256", key).update(e164).digest("hex");
}

/** Stands for a session whose name is not to be kept: LiveKit's own rules put the caller's number into it. */
export const sessionHash = (workspaceId: string, sessionId: string): string =>
  createHash("sha256")
    .update(JSON.stringify(["ema session", workspaceId, sessionId]))
    .digest("hex");
