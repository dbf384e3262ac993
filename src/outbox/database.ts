import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

const schemaVersion = 1;

/** Longest that a write waits for another process's, and with it the caller's audio: one frame. */
const busyTimeoutMs = 20;

/**
 * Opens the queue's file, or creates it, readable by its owner only: it holds what tenants said.
 *
 * The journal is a write-ahead log with `synchronous = NORMAL`: a commit is one write into the operating system's page
 * cache and no fsync, so it takes about 0.1 ms and outlives this process however it is killed. What it may not outlive is
 * the machine losing power: the last commits are then gone, the file stays whole, which `OFF` would not promise. `FULL`
 * would keep them, at the price of an fsync an event, in the turn. As it is, only the checkpoint syncs: one commit in about
 * 240 takes 10 to 15 ms. The write-ahead log needs a local disk, not a network share.
 *
 * @throws Error with one sentence when the file cannot be opened or is not a queue of this version.
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, "a", 0o600));
    chmodSync(file, 0o600);
    database = new DatabaseSync(file, { timeout: 5_000 });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    createTables(database);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return database;
  } catch (error) {
    database?.close();
    throw new Error(`The webhook queue ${file} cannot be opened: ${databaseReason(error)}.`, {
      cause: error,
    });
  }
}

/** Why a database call failed, in SQLite's own words and without the values that were written. */
export function databaseReason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  if ("errstr" in error && typeof error.errstr === "string") return error.errstr;
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.message;
}

function createTables(database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  const version = database.prepare("PRAGMA user_version").get()?.["user_version"];
  if (version !== 0 && version !== schemaVersion) {
    throw new Error(`its version is ${String(version)}, this program writes ${schemaVersion}`);
  }
  if (version === 0) {
    // next_attempt_at is null when nothing waits. While `owner` tries the call's oldest event it is when the claim lapses.
    database.exec(`
      CREATE TABLE calls (
        session_id TEXT PRIMARY KEY,
        next_sequence INTEGER NOT NULL,
        next_attempt_at INTEGER,
        owner TEXT,
        touched_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX calls_by_next_attempt ON calls (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
      CREATE TABLE events (
        session_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        id TEXT NOT NULL,
        workspace_id TEXT NOT NULL,
        event_type TEXT NOT NULL,
        body TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        waiting_since INTEGER NOT NULL,
        dead_reason TEXT,
        PRIMARY KEY (session_id, sequence)
      ) STRICT, WITHOUT ROWID;
      PRAGMA user_version = ${schemaVersion};
    `);
  }
  database.exec("COMMIT");
}
