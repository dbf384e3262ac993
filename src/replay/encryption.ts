/** Lines of an encrypted log: each is AES-256-GCM under a nonce of its own, tied to its file and its place in it. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const nonceBytes = 12;
const tagBytes = 16;

const place = (file: string, line: number): Buffer => Buffer.from(`ema call log ${file} ${line}`);

/** `key` has 32 bytes; base64 of nonce, ciphertext and tag. */
export function encryptLine(text: string, key: Buffer, file: string, line: number): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(place(file, line));
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
    "base64",
  );
}

/** Throws when the key is another one, or the line was changed, moved or taken from another file. */
export function decryptLine(line: string, key: Buffer, file: string, index: number): string {
  const bytes = Buffer.from(line, "base64");
  if (bytes.length < nonceBytes + tagBytes) throw new Error("too short");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(place(file, index))
    .setAuthTag(bytes.subarray(-tagBytes));
  return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
}
