import { type Ballast, noBallast } from "./ballast.ts";
import { isFull, type QueueFile } from "./database.ts";
import {
  type CallState,
  type ClaimedEvent,
  type Fate,
  isRepeated,
  keyMissing,
  type NewEvent,
  type Queue,
} from "./queue.ts";
import { callRow, countsRow, dueRow, eventRow, prepareStatements, sequenceRow } from "./statements.ts";

const dayMs = 86_400_000;

export function createQueue({ database, ring }: QueueFile, ballast: Ballast = noBallast): Queue {
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

  function stateOf(sessionId: string): CallState | undefined {
    const row = sql.call.get({ sessionId });
    if (row === undefined) return undefined;
    const { next_sequence: nextSequence, next_attempt_at, is_open } = callRow.parse(row);
    return {
      nextSequence,
      nextAttemptAt: next_attempt_at ?? undefined,
      isOpen: is_open === null ? undefined : is_open === 1,
    };
  }

  function insert(event: NewEvent, now: number, fate: Fate): void {
    const { id, sessionId, workspaceId, eventType } = event;
    const opens = eventType === "call_initiated";
    const isBorder = opens || eventType === "call_ended";
    if (isBorder && isRepeated(eventType, stateOf(sessionId)?.isOpen)) return;
    const due = fate.kind === "waiting" ? now : null;
    const { sequence } = sequenceRow.parse(sql.nextSequence.get({ sessionId, now, due }));
    if (isBorder) sql.setOpen.run({ sessionId, isOpen: opens ? 1 : 0 });
    if (fate.kind === "delivered") return;
    const { keyId, sealed } = ring.seal(event.body(sequence), { sessionId, sequence, id });
    const deadReason = fate.kind === "dead" ? fate.reason : null;
    sql.insert.run({ id, sessionId, sequence, workspaceId, eventType, keyId, sealed, now, deadReason });
  }

  function oldest(sessionId: string, after: number): ClaimedEvent | undefined {
    const row = sql.oldest.get({ sessionId, after });
    if (row === undefined) return undefined;
    const { keyId, sealed, ...event } = eventRow.parse(row);
    try {
      const body = ring.open({ keyId, sealed }, event);
      return body === undefined ? { ...event, body, unreadable: keyMissing } : { ...event, body };
    } catch {
      return { ...event, body: undefined, unreadable: "its body was changed" };
    }
  }

  return {
    append(event, now, fate = { kind: "waiting" }) {
      // Twice: what another process has made room for, others may have used.
      for (let growths = 0; ; growths += 1) {
        try {
          return transaction(() => insert(event, now, fate));
        } catch (error) {
          if (!isFull(error) || growths === 2 || !ballast.grow()) throw error;
        }
      }
    },

    claim(owner, now, until) {
      for (;;) {
        const row = sql.due.get();
        const due = row && dueRow.parse(row);
        if (due === undefined || due.next_attempt_at > now) return undefined;
        const taken = { owner, until, sessionId: due.session_id, seen: due.next_attempt_at };
        if (sql.claim.run(taken).changes === 0) continue; // another process was faster
        const event = oldest(due.session_id, -1);
        if (event !== undefined) return event;
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

    reviveReadable(now) {
      let revived = 0;
      if (sql.anyDeadOf.get({ reason: keyMissing }) === undefined) return revived;
      transaction(() => {
        for (const keyId of ring.keyIds) {
          sql.callsDueWithKey.run({ now, reason: keyMissing, keyId });
          revived += Number(sql.reviveWithKey.run({ now, reason: keyMissing, keyId }).changes);
        }
      });
      return revived;
    },

    sweep(before) {
      sql.sweep.run({ before, beforeOpen: before - 30 * dayMs });
    },

    keepRoom() {
      ballast.keep();
    },

    nextAttemptAt() {
      const row = sql.due.get();
      return row && dueRow.parse(row).next_attempt_at;
    },

    stateOf,
    oldest,

    counts(sessionId) {
      return countsRow.parse(sessionId === undefined ? sql.countAll.get() : sql.countCall.get({ sessionId }));
    },

    close() {
      database.close();
    },
  };
}
