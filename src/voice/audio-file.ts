/** Audio in a file of its own: the number of its samples (32 bits), then the samples (16-bit PCM, 24 kHz, mono). */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";

const headerBytes = 4;

/** Replaces the file at once: nobody ever reads half of it. */
export function writeAudio(path: string, samples: Int16Array): void {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(samples.length);
  const aside = `${path}.${randomUUID()}`;
  try {
    writeFileSync(aside, Buffer.concat([header, bytesOf(samples)]));
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** `undefined` when there is no such file, or when it is not as long as it says. */
export function readAudio(path: string): Int16Array | undefined {
  const bytes = orAbsent(() => readFileSync(path));
  if (bytes === undefined || !isWhole(bytes, bytes.length)) return undefined;
  return new Int16Array(bytes.buffer, bytes.byteOffset + headerBytes, (bytes.length - headerBytes) / 2);
}

/** Whether `readAudio` would find audio there; reads no more than the header. */
export function holdsAudio(path: string): boolean {
  const file = orAbsent(() => openSync(path, "r"));
  if (file === undefined) return false;
  try {
    const header = Buffer.alloc(headerBytes);
    readSync(file, header);
    return isWhole(header, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

function isWhole(header: Buffer, bytes: number): boolean {
  return bytes > headerBytes && bytes === headerBytes + 2 * header.readUInt32LE();
}

function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

function orAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
