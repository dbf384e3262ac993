/** Each recording has a random key of its own, wrapped by a master key: the first of the ring wraps, all of them open. */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { RecordingError } from "./recording-error.ts";

export interface MasterKey {
  id: string;
  /** 32 bytes, which no inspector and no JSON shows. */
  key: KeyObject;
}

export type KeyRing = readonly MasterKey[];

export interface WrappedKey {
  /** Of the master key. */
  keyId: string;
  /** Base64 of nonce, ciphertext and tag. */
  wrapped: string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** `about` is what the key belongs to: a note that was changed, or taken from another recording, does not open. */
export function wrapKey(own: Buffer, { id, key }: MasterKey, about: string): WrappedKey {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([nonce, cipher.update(own), cipher.final(), cipher.getAuthTag()]);
  return { keyId: id, wrapped: sealed.toString("base64") };
}

/** Throws `RecordingError` when the ring lacks the master key, or has another one under its id. */
export function unwrapKey({ keyId, wrapped }: WrappedKey, ring: KeyRing, about: string, id: string): Buffer {
  const master = ring.find((one) => one.id === keyId);
  if (master === undefined)
    throw new RecordingError(
      id,
      ring.length === 0
        ? "EMA_RECORDING_KEYS is missing"
        : `EMA_RECORDING_KEYS has no key with the id ${keyId}`,
      `add ${keyId} and the key that the recording was made under`,
    );
  try {
    const bytes = Buffer.from(wrapped, "base64");
    const decipher = createDecipheriv("aes-256-gcm", master.key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(about))
      .setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    throw new RecordingError(
      id,
      `it does not open with the key ${keyId} of EMA_RECORDING_KEYS`,
      "set the key that it was made under; if it is that one, the recording's note was changed",
    );
  }
}
