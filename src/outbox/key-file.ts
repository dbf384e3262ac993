/** The key of an installation that was given none: a file beside the queue. It keeps a stray copy of the queue shut, no more. */
import { randomBytes, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { createKeyRing, type KeyRing } from "./encryption.ts";

const keyBytes = 32;

const keyFileOf = (queueFile: string): string => join(dirname(queueFile), "outbox.key");

/**
 * The ring of a queue: the keys given, the writing one first, and then the one in the file beside the queue, which is read
 * where it exists and made where none is given.
 *
 * @throws Error with one sentence when that file is not a key or cannot be made.
 */
export function keyRingOf(queueFile: string, given: readonly Uint8Array[]): KeyRing {
  const file = keyFileOf(queueFile);
  const [first, ...rest] = given;
  if (first === undefined) return createKeyRing([readKey(file) ?? makeKey(file)]);
  const kept = readKey(file);
  return createKeyRing([first, ...rest, ...(kept === undefined ? [] : [kept])]);
}

function readKey(file: string): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(file, "latin1");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const key = Buffer.from(text, "base64");
  if (key.length !== keyBytes)
    throw new Error(
      `its key ${file} is not ${keyBytes} bytes in base64: restore it, or move it away and a new one is made`,
    );
  return key;
}

/** Of several processes that begin at once, one makes the key and all read that one: a link is made by one alone, and whole. */
function makeKey(file: string): Uint8Array {
  const draft = `${file}.${randomUUID()}`;
  try {
    writeDurably(draft, randomBytes(keyBytes).toString("base64"));
    linkSync(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = readKey(file);
  if (key === undefined) throw new Error(`its key ${file} vanished while it was made`);
  return key;
}

/** Events written after it must not outlive it. */
function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeSync(descriptor, `${text}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
