import type { DatabaseSync } from "node:sqlite";
import type { WebhookEventType } from "./contract.ts";
import { countsRow, dueRow, eventRow, prepareStatements, sequenceRow } from "./statements.ts";

/** What is written: everything but the sequence, which the queue gives. */
export interface NewEvent {
  id: string;
  sessionId: string;
  workspaceId: string;
  eventType: WebhookEventType;
  /** The request's body, JSON. */
  body(sequence: number): string;
}

/** The oldest waiting event of a call, claimed for one attempt. */
export interface ClaimedEvent {
  id: string;
  sessionId: string;
  sequence: number;
  workspaceId: string;
  eventType: WebhookEventType;
  body: string;
  /** Failed attempts so far. */
  attempts: number;
  /** Milliseconds since the epoch. */
  waitingSince: number;
}

/** Durable, in order within a call, shared by any number of processes. Every method throws when the file fails it. */
export interface Queue {
  /** Gives the event the call's next sequence and keeps it, both or neither. */
  append(event: NewEvent, now: number): void;
  /**
   * Claims a call that is due, until `until`, and returns its oldest waiting event. No other owner gets the call before
   * the claim is settled, or lapses because its owner has died.
   */
  claim(owner: string, now: number, until: number): ClaimedEvent | undefined;
  /** The event was received: it is removed, and the call's next is due. */
  delivered(owner: string, event: ClaimedEvent, now: number): void;
  /** The event is tried again at `at`, the events behind it wait for it. */
  retry(owner: string, event: ClaimedEvent, at: number): void;
  /** The event is kept but not tried again, and the call's next is due. */
  bury(owner: string, event: ClaimedEvent, reason: string, now: number): void;
  /** Gives back every claim of `owner` that is not settled. */
  release(owner: string, now: number): void;
  /** The dead wait again, as if they were new; returns how many. */
  revive(now: number): number;
  /** Forgets the sequences of calls that have nothing left and told nothing since `before`. */
  sweep(before: number): void;
  /** When the next call is due or the next claim lapses, undefined when nothing waits. */
  nextAttemptAt(): number | undefined;
  /** Counts of one call, or of all. */
  counts(sessionId?: string): QueueCounts;
  close(): void;
}

interface QueueCounts {
  waiting: number;
  dead: number;
}

export function createQueue(database: DatabaseSync): Queue {
  const sql = prepareStatements(database);

  function transaction(run: () => void): void {
    sql.begin.run();
    try {
      run();
      sql.commit.run();
    } catch (error) {
      // A full disk may already have rolled it back.
      if (database.isTransaction) sql.rollback.run();
      throw error;
    }
  }

  return {
    append(event, now) {
      const { id, sessionId, workspaceId, eventType } = event;
      transaction(() => {
        const { sequence } = sequenceRow.parse(sql.nextSequence.get({ sessionId, now }));
        const body = event.body(sequence);
        sql.insert.run({ id, sessionId, sequence, workspaceId, eventType, body, now });
      });
    },

    claim(owner, now, until) {
      for (;;) {
        const row = sql.due.get();
        const due = row && dueRow.parse(row);
        if (due === undefined || due.next_attempt_at > now) return undefined;
        const taken = { owner, until, sessionId: due.session_id, seen: due.next_attempt_at };
        if (sql.claim.run(taken).changes === 0) continue; // another process was faster
        const event = sql.oldest.get({ sessionId: due.session_id });
        if (event !== undefined) return eventRow.parse(event);
        sql.free.run({ owner, sessionId: due.session_id, now });
      }
    },

    delivered(owner, { sessionId, sequence }, now) {
      transaction(() => {
        sql.remove.run({ sessionId, sequence });
        sql.free.run({ owner, sessionId, now });
      });
    },

    retry(owner, { sessionId, sequence }, at) {
      transaction(() => {
        sql.countAttempt.run({ sessionId, sequence });
        sql.postpone.run({ owner, sessionId, at });
      });
    },

    bury(owner, { sessionId, sequence }, reason, now) {
      transaction(() => {
        sql.countAttempt.run({ sessionId, sequence });
        sql.bury.run({ sessionId, sequence, reason });
        sql.free.run({ owner, sessionId, now });
      });
    },

    release(owner, now) {
      sql.release.run({ owner, now });
    },

    revive(now) {
      let revived = 0;
      transaction(() => {
        sql.callsDue.run({ now });
        revived = Number(sql.revive.run({ now }).changes);
      });
      return revived;
    },

    sweep(before) {
      sql.sweep.run({ before });
    },

    nextAttemptAt() {
      const row = sql.due.get();
      return row && dueRow.parse(row).next_attempt_at;
    },

    counts(sessionId) {
      return countsRow.parse(sessionId === undefined ? sql.countAll.get() : sql.countCall.get({ sessionId }));
    },

    close() {
      database.close();
    },
  };
}
