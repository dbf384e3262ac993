import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { KeyRing } from "./encryption.ts";
import { keyRingOf } from "./key-file.ts";
import { QueueError } from "./queue-error.ts";
import { bringUpToDate, hasTraces, removeTraces } from "./schema.ts";

/** Longest that a write waits for another process's, and with it the caller's audio: one frame. */
const busyTimeoutMs = 20;

export interface QueueFileOptions {
  /** 32 bytes each, the writing one first; without any, the file `outbox.key` beside the queue holds it. */
  keys?: readonly Uint8Array[];
  onProblem?: (reason: string) => void;
}

export interface QueueFile {
  file: string;
  database: DatabaseSync;
  ring: KeyRing;
}

/**
 * Opens the queue's file, or creates it, readable by its owner only. What tenants said is in it encrypted, and what is
 * removed is overwritten with zeros.
 *
 * The journal is a write-ahead log with `synchronous = NORMAL`: a commit is one write into the operating system's page
 * cache and no fsync, so it takes about 0.1 ms and outlives this process however it is killed. What it may not outlive is
 * the machine losing power: the last commits are then gone, the file stays whole, which `OFF` would not promise. `FULL`
 * would keep them, at the price of an fsync an event, in the turn. As it is, only the checkpoint syncs: one commit in about
 * 240 takes 10 to 15 ms. The write-ahead log needs a local disk, not a network share.
 *
 * @throws QueueError when the file cannot be opened or is of a later version.
 */
export function openDatabase(file: string, { keys = [], onProblem }: QueueFileOptions = {}): QueueFile {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, "a", 0o600));
    chmodSync(file, 0o600);
    const ring = keyRingOf(file, keys);
    database = new DatabaseSync(file, { timeout: 5_000 });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
    bringUpToDate(database, ring);
    if (hasTraces(database)) tryToRemoveTraces(database, onProblem);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return { file, database, ring };
  } catch (error) {
    database?.close();
    throw new QueueError(`The webhook queue ${file} cannot be opened: ${databaseReason(error)}.`, {
      cause: error,
    });
  }
}

/** Why a database call failed, in SQLite's own words and without the values that were written. */
export function databaseReason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  if ("errstr" in error && typeof error.errstr === "string") return error.errstr;
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.message.replace(/\.$/, "");
}

/** Another process is at it: the file will take it in a moment. */
export const isBusy = (error: unknown): boolean => [5, 6].includes(resultCode(error));

export const isFull = (error: unknown): boolean => resultCode(error) === 13;

/** https://sqlite.org/rescode.html, without what extends it; 0 when SQLite did not say it. */
function resultCode(error: unknown): number {
  if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) return 0;
  return error.errcode & 0xff;
}

/** Calls cannot wait for it: what fails now is tried at the next opening. */
function tryToRemoveTraces(database: DatabaseSync, onProblem?: (reason: string) => void): void {
  try {
    removeTraces(database);
  } catch (error) {
    onProblem?.(`webhook queue: traces of unencrypted bodies are left, ${databaseReason(error)}`);
  }
}
