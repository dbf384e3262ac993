import { randomUUID } from "node:crypto";
import type { Clock } from "./clock.ts";
import { databaseReason } from "./database.ts";
import type { ClaimedEvent, Queue } from "./queue.ts";
import { type Destination, type Outcome, post } from "./request.ts";
import { type Backoff, backoffMs } from "./retry.ts";

export interface DeliveryTiming extends Backoff {
  /** Until a receiver's answer. A claim lapses after twice as long. */
  timeoutMs: number;
  /** Longest wait that a receiver's `Retry-After` can ask for. */
  retryAfterCapMs: number;
  /** An event that has waited this long is dead when it fails once more. */
  giveUpAfterMs: number;
  /** How often to look for events that another process has left behind. */
  pollMs: number;
}

export interface DeliveryOptions {
  queue: Queue;
  destination: (workspaceId: string) => Destination;
  timing: DeliveryTiming;
  /** Requests under way at the same time, each of another call. */
  concurrency: number;
  clock: Clock;
  random: () => number;
  onProblem: (reason: string) => void;
  /** Called after every change of what is left. */
  onProgress: () => void;
}

export interface Delivery {
  /** Something new waits. Returns at once; sending begins in a later turn of the event loop. */
  wake(): void;
  /** Aborts what is under way and gives its claims back. Resolves when nothing touches the queue any more. */
  close(): Promise<void>;
}

const hourMs = 3_600_000;

/**
 * Sends what waits in the queue: the events of a call one after the other, calls beside each other. An event that fails
 * holds up its own call, because a receiver that missed `call_initiated` can do nothing with an utterance. It does not do
 * so for ever: refused (a 4xx that says so) it is dead at once, failing otherwise it is dead after `giveUpAfterMs`; the
 * call then goes on, and the receiver sees the gap in `sequence`. The dead are kept until `Queue.revive`.
 */
export function startDelivery(options: DeliveryOptions): Delivery {
  const { queue, timing, clock, onProblem } = options;
  const owner = randomUUID();
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  let cancelTimer = (): void => undefined;

  function schedule(ms: number): void {
    cancelTimer();
    cancelTimer = clock.after(ms, pump);
  }

  function pump(): void {
    if (closing.signal.aborted) return;
    let wait = timing.pollMs;
    try {
      const now = clock.now();
      if (now - sweptAt >= hourMs) {
        queue.sweep(now - 24 * hourMs);
        sweptAt = now;
      }
      claimDue(now);
      const next = underWay.size < options.concurrency ? queue.nextAttemptAt() : undefined;
      if (next !== undefined) wait = Math.min(wait, Math.max(0, next - now));
    } catch (error) {
      onProblem(`webhook queue: ${databaseReason(error)}`);
    }
    schedule(wait);
    options.onProgress();
  }

  function claimDue(now: number): void {
    while (underWay.size < options.concurrency) {
      const event = queue.claim(owner, now, now + 2 * timing.timeoutMs);
      if (event === undefined) return;
      const attempt = deliver(event).then(() => {
        underWay.delete(attempt);
        pump();
      });
      underWay.add(attempt);
    }
  }

  async function deliver(event: ClaimedEvent): Promise<void> {
    const outcome = await send(event);
    try {
      settle(event, outcome);
    } catch (error) {
      // The claim lapses, and the event is sent again under the same id.
      onProblem(`webhook ${event.id}: attempt not recorded, ${databaseReason(error)}`);
    }
  }

  async function send(event: ClaimedEvent): Promise<Outcome> {
    let destination: Destination;
    try {
      destination = options.destination(event.workspaceId);
    } catch {
      return { kind: "failed", reason: `no destination for workspace ${event.workspaceId}` };
    }
    return post(event, destination, {
      timeoutMs: timing.timeoutMs,
      now: () => clock.now(),
      signal: closing.signal,
    });
  }

  function settle(event: ClaimedEvent, outcome: Outcome): void {
    const now = clock.now();
    if (outcome.kind === "aborted") return;
    if (outcome.kind === "delivered") return queue.delivered(owner, event, now);
    const attempts = event.attempts + 1;
    if (outcome.kind === "refused" || now - event.waitingSince >= timing.giveUpAfterMs) {
      queue.bury(owner, event, outcome.reason, now);
      onProblem(`webhook ${event.id}: ${outcome.reason}, attempt ${attempts}, dead`);
      return;
    }
    const asked = Math.min(outcome.retryAfterMs ?? 0, timing.retryAfterCapMs);
    const wait = Math.max(asked, backoffMs(attempts, options.random, timing));
    queue.retry(owner, event, now + wait);
    onProblem(`webhook ${event.id}: ${outcome.reason}, attempt ${attempts}, again in ${wait} ms`);
  }

  schedule(0);
  return {
    wake() {
      if (!closing.signal.aborted) schedule(0);
    },
    async close() {
      cancelTimer();
      closing.abort();
      await Promise.all(underWay);
      queue.release(owner, clock.now());
    },
  };
}
