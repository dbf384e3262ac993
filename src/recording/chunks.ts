/**
 * Encrypted audio that can be read up to wherever its writer was stopped: chunks, each AES-256-GCM under its number, the last
 * one marked as such. A chunk in the file is its length (32 bits, little-endian), the ciphertext and the tag.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { readSync } from "node:fs";

const lengthBytes = 4;
const tagBytes = 16;
/** What a chunk has beside its audio. */
export const chunkOverhead = lengthBytes + tagBytes;
/** A few seconds; a greater length is none that was written here. */
const mostBytes = 1_000_000;

/** Counts the chunks: `key` (32 bytes) must be this recording's alone, since a nonce is a chunk's number. */
export function chunkSealer(key: Buffer, recording: string): (audio: Buffer, last: boolean) => Buffer {
  let index = 0;
  return (audio, last) => {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(index++, last)).setAAD(placeOf(recording));
    const sealed = Buffer.concat([cipher.update(audio), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(sealed.length);
    return Buffer.concat([length, sealed]);
  };
}

export type End = "whole" | "cut off" | "damaged";

/** Yields audio as long as it is what was written, in its place; returns how the file ends. */
export function* openChunks(file: number, key: Buffer, recording: string): Generator<Buffer, End> {
  for (let index = 0; ; index++) {
    const sealed = nextSealed(file);
    if (typeof sealed === "string") return sealed;
    const audio = opened(sealed, { key, recording, index, last: false });
    if (audio !== undefined) {
      yield audio;
      continue;
    }
    const last = opened(sealed, { key, recording, index, last: true });
    if (last === undefined) return "damaged";
    yield last;
    return readSync(file, Buffer.alloc(1)) === 0 ? "whole" : "damaged";
  }
}

function nextSealed(file: number): Buffer | End {
  const length = readUpTo(file, lengthBytes);
  if (length.length < lengthBytes) return "cut off";
  const size = length.readUInt32LE();
  if (size < tagBytes || size > mostBytes) return "damaged";
  const sealed = readUpTo(file, size);
  return sealed.length < size ? "cut off" : sealed;
}

interface Chunk {
  key: Buffer;
  recording: string;
  index: number;
  last: boolean;
}

function opened(sealed: Buffer, { key, recording, index, last }: Chunk): Buffer | undefined {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(index, last), { authTagLength: tagBytes })
      .setAAD(placeOf(recording))
      .setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

const placeOf = (recording: string): Buffer => Buffer.from(`ema recording ${recording}`);

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function readUpTo(file: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let read = 0;
  while (read < size) {
    const more = readSync(file, bytes, read, size - read, null);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}
