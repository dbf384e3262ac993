/** Bodies at rest: each is AES-256-GCM under a nonce of its own, tied to its call, its place in it, and its id. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const nonceBytes = 12;
const tagBytes = 16;

/** What a body is bound to: moved to another row, it cannot be opened. */
export interface Place {
  sessionId: string;
  sequence: number;
  id: string;
}

interface SealedBody {
  /** Names the key and says nothing of it. */
  keyId: string;
  /** Nonce, ciphertext and tag. */
  sealed: Uint8Array;
}

export interface KeyRing {
  /** Of all keys, the writing one first. */
  readonly keyIds: readonly string[];
  /** Encrypts under the first key. */
  seal(text: string, place: Place): SealedBody;
  /**
   * Undefined when the ring has no such key.
   *
   * @throws Error when the body was changed or belongs to another place.
   */
  open(body: SealedBody, place: Place): string | undefined;
}

/** `keys` have 32 bytes each. The first one writes, all of them read. */
export function createKeyRing(keys: readonly [Uint8Array, ...Uint8Array[]]): KeyRing {
  const [first] = keys;
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const writing = keyIdOf(first);

  return {
    keyIds: [...byId.keys()],
    seal(text, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", first, nonce).setAAD(bound(place));
      const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return { keyId: writing, sealed };
    },
    open({ keyId, sealed }, place) {
      const key = byId.get(keyId);
      if (key === undefined) return undefined;
      if (sealed.length < nonceBytes + tagBytes) throw new Error("too short");
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(bound(place))
        .setAuthTag(sealed.subarray(-tagBytes));
      return (
        decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8")
      );
    },
  };
}

/** As JSON, so that no two places read alike. */
const bound = ({ sessionId, sequence, id }: Place): Buffer =>
  Buffer.from(JSON.stringify(["ema webhook", sessionId, sequence, id]));

const keyIdOf = (key: Uint8Array): string =>
  createHash("sha256").update("ema webhook key ").update(key).digest("hex").slice(0, 16);
