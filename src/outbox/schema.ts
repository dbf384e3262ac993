/** The queue's tables, and how a file of an earlier version becomes one of this version. */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { KeyRing } from "./encryption.ts";

const schemaVersion = 2;
const tracesLeft = 1;

/**
 * calls.next_attempt_at is null when nothing waits. While `owner` tries the call's oldest event it is when the claim lapses.
 * calls.is_open is 1 from `call_initiated` to `call_ended`, 0 after it, null where neither was told.
 */
const events = `
  CREATE TABLE events (
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    waiting_since INTEGER NOT NULL,
    dead_reason TEXT,
    PRIMARY KEY (session_id, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX events_dead ON events (dead_reason) WHERE dead_reason IS NOT NULL`;

const calls = `
  CREATE TABLE calls (
    session_id TEXT PRIMARY KEY,
    next_sequence INTEGER NOT NULL,
    next_attempt_at INTEGER,
    owner TEXT,
    touched_at INTEGER NOT NULL,
    is_open INTEGER
  ) STRICT;
  CREATE INDEX calls_by_next_attempt ON calls (next_attempt_at) WHERE next_attempt_at IS NOT NULL`;

/**
 * Makes the tables, or brings them to this version, in one transaction. Afterwards `hasTraces` until they are removed.
 *
 * @throws Error when a later version wrote the file.
 */
export function bringUpToDate(database: DatabaseSync, ring: KeyRing): void {
  database.exec("BEGIN IMMEDIATE");
  const version = z.number().parse(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version > schemaVersion)
    throw new Error(`its version is ${version}, this program writes ${schemaVersion}`);
  if (version === 0) database.exec(`${calls}; ${events}`);
  if (version === 1) encryptBodies(database, ring);
  if (version !== schemaVersion) database.exec(`PRAGMA user_version = ${schemaVersion}`);
  database.exec("COMMIT");
}

/** Pages freed before they were overwritten, and the log, may still hold bodies of version 1. The file remembers it. */
export const hasTraces = (database: DatabaseSync): boolean =>
  database.prepare("PRAGMA application_id").get()?.["application_id"] === tracesLeft;

/** @throws what SQLite throws when another process is at it, or the disk is full: the file is whole, the traces stay. */
export function removeTraces(database: DatabaseSync): void {
  database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA application_id = 0");
}

const plainRow = z.object({
  session_id: z.string(),
  sequence: z.number(),
  id: z.string(),
  workspace_id: z.string(),
  event_type: z.string(),
  body: z.string(),
  attempts: z.number(),
  waiting_since: z.number(),
  dead_reason: z.string().nullable(),
});

/** Version 1 kept bodies as they are sent. */
function encryptBodies(database: DatabaseSync, ring: KeyRing): void {
  database.exec(`
    ALTER TABLE calls ADD COLUMN is_open INTEGER;
    ALTER TABLE events RENAME TO plain_events;
    ${events}`);
  const insert = database.prepare(`
    INSERT INTO events VALUES (:session_id, :sequence, :id, :workspace_id, :event_type, :key_id, :sealed,
                               :attempts, :waiting_since, :dead_reason)`);
  for (const found of database.prepare("SELECT * FROM plain_events").iterate()) {
    const { body, ...row } = plainRow.parse(found);
    const { session_id: sessionId, sequence, id } = row;
    const { keyId, sealed } = ring.seal(body, { sessionId, sequence, id });
    insert.run({ ...row, key_id: keyId, sealed });
  }
  database.exec(`DROP TABLE plain_events; PRAGMA application_id = ${tracesLeft}`);
}
