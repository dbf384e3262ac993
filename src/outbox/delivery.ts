import type { Attempt } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import { databaseReason, isBusy } from "./database.ts";
import type { ClaimedEvent, PlacedEvent, Queue } from "./queue.ts";

export interface DeliveryOptions {
  queue: Queue;
  attempt: Attempt;
  /** Of the claims: no other delivery has it. */
  owner: string;
  /** Of one attempt. A claim lapses after twice as long. */
  timeoutMs: number;
  /** How often to look for events that another process has left behind. */
  pollMs: number;
  /** Requests under way at the same time, each of another call. */
  concurrency: number;
  clock: Clock;
  onProblem: (reason: string) => void;
  /** Called after every change of what is left. */
  onProgress: () => void;
  /** The event was received, and the file did not take that. */
  onUnrecorded: (event: PlacedEvent) => void;
  /** Called before anything is claimed; throws when the file takes nothing. */
  beforeClaims: () => void;
}

export interface Delivery {
  /** Something new waits. Returns at once; sending begins in a later turn of the event loop. */
  wake(): void;
  /** The file took no claim when it was last tried, and not because another process was at it. */
  isStuck(): boolean;
  /** Aborts what is under way and gives its claims back. Resolves when nothing touches the queue any more. */
  close(): Promise<void>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * Sends what waits in the queue: the events of a call one after the other, calls beside each other. An event that fails
 * holds up its own call, because a receiver that missed `call_initiated` can do nothing with an utterance. It does not do
 * so for ever: refused (a 4xx that says so) it is dead at once, failing otherwise it is dead after `giveUpAfterMs`; the
 * call then goes on, and the receiver sees the gap in `sequence`. The dead are kept until `Queue.revive`.
 */
export function startDelivery(options: DeliveryOptions): Delivery {
  const { queue, attempt, owner, clock, onProblem } = options;
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  let roomKeptAt = clock.now();
  let lastComplaint = "";
  let isStuck = false;
  let cancelTimer = (): void => undefined;

  function schedule(ms: number): void {
    cancelTimer();
    cancelTimer = clock.after(ms, pump);
  }

  function pump(): void {
    if (closing.signal.aborted) return;
    let wait = options.pollMs;
    try {
      const now = clock.now();
      options.beforeClaims();
      keepHouse(now);
      claimDue(now);
      const next = underWay.size < options.concurrency ? queue.nextAttemptAt() : undefined;
      if (next !== undefined) wait = Math.min(wait, Math.max(0, next - now));
      lastComplaint = "";
      isStuck = false;
    } catch (error) {
      isStuck = !isBusy(error);
      // A disk that stays full is one line, not one every two seconds.
      const complaint = `webhook queue: ${databaseReason(error)}`;
      if (complaint !== lastComplaint) onProblem(complaint);
      lastComplaint = complaint;
    }
    schedule(wait);
    options.onProgress();
  }

  function keepHouse(now: number): void {
    if (now - sweptAt >= hourMs) {
      queue.sweep(now - 24 * hourMs);
      sweptAt = now;
    }
    if (now - roomKeptAt >= minuteMs) {
      queue.keepRoom();
      roomKeptAt = now;
    }
  }

  function claimDue(now: number): void {
    while (underWay.size < options.concurrency) {
      const event = queue.claim(owner, now, now + 2 * options.timeoutMs);
      if (event === undefined) return;
      const delivered = deliver(event).then(() => {
        underWay.delete(delivered);
        pump();
      });
      underWay.add(delivered);
    }
  }

  async function deliver(event: ClaimedEvent): Promise<void> {
    const verdict = await attempt(event, closing.signal);
    const now = clock.now();
    try {
      if (verdict.kind === "delivered") queue.delivered(owner, event, now);
      if (verdict.kind === "dead") queue.bury(owner, event, verdict.reason, now);
      if (verdict.kind === "again") queue.retry(owner, event, now + verdict.waitMs);
    } catch (error) {
      // A claim lapses, and the event is sent again under the same id, unless we get to note before that it was received.
      onProblem(`webhook ${event.id}: attempt not recorded, ${databaseReason(error)}`);
      if (verdict.kind === "delivered") options.onUnrecorded(event);
    }
  }

  schedule(0);
  return {
    wake() {
      if (!closing.signal.aborted) schedule(0);
    },
    isStuck: () => isStuck,
    async close() {
      cancelTimer();
      closing.abort();
      await Promise.all(underWay);
      try {
        queue.release(owner, clock.now());
      } catch (error) {
        onProblem(`webhook queue: claims not given back, they lapse, ${databaseReason(error)}`);
      }
    },
  };
}
