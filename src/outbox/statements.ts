import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type WebhookEventType, webhookPaths } from "./contract.ts";

const counts = `
  SELECT count(*) FILTER (WHERE dead_reason IS NULL) AS waiting,
         count(*) FILTER (WHERE dead_reason IS NOT NULL) AS dead
  FROM events`;

/** The queue's SQL, prepared once: parsing it anew would cost more than running it. */
export function prepareStatements(database: DatabaseSync) {
  return {
    begin: database.prepare("BEGIN IMMEDIATE"),
    commit: database.prepare("COMMIT"),
    rollback: database.prepare("ROLLBACK"),

    // A call that waits for a retry, or is claimed, keeps its time: a new event is no reason to try sooner.
    nextSequence: database.prepare(`
      INSERT INTO calls (session_id, next_sequence, next_attempt_at, touched_at) VALUES (:sessionId, 1, :due, :now)
      ON CONFLICT (session_id) DO UPDATE SET
        next_sequence = next_sequence + 1,
        next_attempt_at = coalesce(next_attempt_at, excluded.next_attempt_at),
        touched_at = excluded.touched_at
      RETURNING next_sequence - 1 AS sequence`),
    insert: database.prepare(`
      INSERT INTO events (id, session_id, sequence, workspace_id, event_type, key_id, sealed, waiting_since, dead_reason)
      VALUES (:id, :sessionId, :sequence, :workspaceId, :eventType, :keyId, :sealed, :now, :deadReason)`),

    call: database.prepare(`
      SELECT next_sequence, next_attempt_at, is_open FROM calls WHERE session_id = :sessionId`),
    setOpen: database.prepare("UPDATE calls SET is_open = :isOpen WHERE session_id = :sessionId"),

    due: database.prepare(`
      SELECT session_id, next_attempt_at FROM calls
      WHERE next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1`),
    claim: database.prepare(`
      UPDATE calls SET owner = :owner, next_attempt_at = :until
      WHERE session_id = :sessionId AND next_attempt_at = :seen`),
    oldest: database.prepare(`
      SELECT id, session_id AS sessionId, sequence, workspace_id AS workspaceId, event_type AS eventType,
             key_id AS keyId, sealed, attempts, waiting_since AS waitingSince
      FROM events WHERE session_id = :sessionId AND sequence > :after AND dead_reason IS NULL
      ORDER BY sequence LIMIT 1`),

    remove: database.prepare("DELETE FROM events WHERE session_id = :sessionId AND sequence = :sequence"),
    countAttempt: database.prepare(`
      UPDATE events SET attempts = attempts + 1 WHERE session_id = :sessionId AND sequence = :sequence`),
    bury: database.prepare(`
      UPDATE events SET dead_reason = :reason WHERE session_id = :sessionId AND sequence = :sequence`),

    // The three below change nothing when the claim has lapsed and another owner has the call.
    free: database.prepare(`
      UPDATE calls SET owner = NULL, next_attempt_at = CASE WHEN EXISTS (
        SELECT 1 FROM events WHERE events.session_id = calls.session_id AND dead_reason IS NULL
      ) THEN :now END
      WHERE session_id = :sessionId AND owner = :owner`),
    postpone: database.prepare(`
      UPDATE calls SET owner = NULL, next_attempt_at = :at WHERE session_id = :sessionId AND owner = :owner`),
    release: database.prepare("UPDATE calls SET owner = NULL, next_attempt_at = :now WHERE owner = :owner"),

    callsDue: database.prepare(`
      UPDATE calls SET next_attempt_at = coalesce(next_attempt_at, :now)
      WHERE session_id IN (SELECT session_id FROM events WHERE dead_reason IS NOT NULL)`),
    revive: database.prepare(`
      UPDATE events SET dead_reason = NULL, attempts = 0, waiting_since = :now WHERE dead_reason IS NOT NULL`),
    anyDeadOf: database.prepare("SELECT 1 FROM events WHERE dead_reason = :reason LIMIT 1"),
    callsDueWithKey: database.prepare(`
      UPDATE calls SET next_attempt_at = coalesce(next_attempt_at, :now)
      WHERE session_id IN (SELECT session_id FROM events WHERE dead_reason = :reason AND key_id = :keyId)`),
    reviveWithKey: database.prepare(`
      UPDATE events SET dead_reason = NULL, attempts = 0, waiting_since = :now
      WHERE dead_reason = :reason AND key_id = :keyId`),
    // A call that is going on owes its end, however long it takes.
    sweep: database.prepare(`
      DELETE FROM calls WHERE next_attempt_at IS NULL
      AND touched_at < CASE WHEN is_open = 1 THEN :beforeOpen ELSE :before END
      AND NOT EXISTS (SELECT 1 FROM events WHERE events.session_id = calls.session_id)`),

    countAll: database.prepare(counts),
    countCall: database.prepare(`${counts} WHERE session_id = :sessionId`),
  };
}

/** What the statements return. */
export const sequenceRow = z.object({ sequence: z.number() });
export const dueRow = z.object({ session_id: z.string(), next_attempt_at: z.number() });
export const callRow = z.object({
  next_sequence: z.number(),
  next_attempt_at: z.number().nullable(),
  is_open: z.number().nullable(),
});
export const countsRow = z.object({ waiting: z.number(), dead: z.number() });
export const eventRow = z.object({
  id: z.string(),
  sessionId: z.string(),
  sequence: z.number(),
  workspaceId: z.string(),
  eventType: z.custom<WebhookEventType>((type) => typeof type === "string" && type in webhookPaths),
  keyId: z.string(),
  sealed: z.instanceof(Uint8Array),
  attempts: z.number(),
  waitingSince: z.number(),
});
