import { type Clock, systemClock } from "./clock.ts";
import { isOptIn, type ToldEvent } from "./contract.ts";
import { openDatabase } from "./database.ts";
import { type DeliveryTiming, startDelivery } from "./delivery.ts";
import { type CallIdentity, seal } from "./envelope.ts";
import { createFlusher } from "./flush.ts";
import { createQueue, type NewEvent } from "./queue.ts";
import type { Destination } from "./request.ts";
import { createWriter } from "./writer.ts";

export interface OutboxOptions {
  /** The queue's file on a local disk, created when it is not there; any number of processes may share it. */
  file: string;
  /** Looked up for every attempt; may throw for a workspace that it does not know, whose events then wait. */
  destination: (workspaceId: string) => Destination;
  /** Told of everything that went wrong and what follows, for the log. Bears no speech, no number and no secret. */
  onProblem: (reason: string) => void;
  timing?: Partial<OutboxTiming>;
  /** Requests under way at the same time, each of another call; 16 by default. */
  concurrency?: number;
  clock?: Clock;
  /** In [0, 1), for the jitter. */
  random?: () => number;
}

interface OutboxTiming extends DeliveryTiming {
  /** Wait before an event that the file did not take is written again. */
  rewriteMs: number;
}

interface CallOutbox {
  /** Writes to the queue and returns; never throws, never waits for delivery. */
  enqueue(event: ToldEvent): void;
}

interface PendingCounts {
  /** In the file, to be delivered. */
  waiting: number;
  /** In the file, refused or given up; see `revive`. */
  dead: number;
  /** Not in the file yet, because it could not be written. */
  inMemory: number;
}

export interface WebhookOutbox {
  /** Handles of the same `sessionId`, in whatever process, share one sequence. */
  forCall(call: CallIdentity): CallOutbox;
  /** Of all processes that share the file, but for `inMemory`. Throws when the file cannot be read. */
  pending(): PendingCounts;
  /**
   * Resolves with how many events (of one call, or of all in the file) are left to be delivered: 0 as soon as there are
   * none, or what `timeoutMs` left. The dead do not count. Delivery goes on either way.
   */
  flush(timeoutMs: number, sessionId?: string): Promise<number>;
  /** Tries the dead again, for instance after a wrong secret was mended; returns how many there are. */
  revive(): number;
  /** Stops at once; what is not delivered waits in the file. Until then the outbox keeps the process alive. */
  close(): Promise<void>;
}

const defaultTiming: OutboxTiming = {
  timeoutMs: 10_000,
  backoffBaseMs: 500,
  backoffCapMs: 300_000,
  retryAfterCapMs: 3_600_000,
  giveUpAfterMs: 72 * 3_600_000,
  pollMs: 2_000,
  rewriteMs: 250,
};

/**
 * Opens the durable queue and starts to deliver what waits in it, also what an earlier process left.
 *
 * @throws Error with one sentence when the file cannot be opened.
 */
export function openOutbox(options: OutboxOptions): WebhookOutbox {
  const { destination, clock = systemClock } = options;
  const timing = { ...defaultTiming, ...options.timing };
  const onProblem = neverThrowing(options.onProblem);
  const queue = createQueue(openDatabase(options.file));
  const flusher = createFlusher(
    (sessionId) => queue.counts(sessionId).waiting + writer.inMemory(sessionId),
    clock,
  );
  const delivery = startDelivery({
    queue,
    destination,
    timing,
    concurrency: options.concurrency ?? 16,
    clock,
    random: options.random ?? Math.random,
    onProblem,
    onProgress: () => flusher.check(),
  });
  const writer = createWriter({
    queue,
    clock,
    rewriteMs: timing.rewriteMs,
    onProblem,
    onWritten: () => delivery.wake(),
  });
  let closed: Promise<void> | undefined;

  function isWanted(call: CallIdentity, event: ToldEvent): boolean {
    if (!isOptIn(event.event_type)) return true;
    try {
      return destination(call.workspaceId).optInEvents;
    } catch {
      onProblem(`webhook ${event.event_type} not sent: no destination for workspace ${call.workspaceId}`);
      return false;
    }
  }

  function enqueue(call: CallIdentity, event: ToldEvent): void {
    if (closed !== undefined) return onProblem(`webhook ${event.event_type} lost: the outbox is closed`);
    if (!isWanted(call, event)) return;
    let newEvent: NewEvent;
    try {
      newEvent = seal(call, event, clock.now());
    } catch {
      return onProblem(`webhook ${event.event_type} lost: its data is not JSON`);
    }
    writer.write(newEvent);
  }

  async function close(): Promise<void> {
    const lost = writer.close();
    if (lost > 0) onProblem(`webhooks lost: the outbox closes and ${lost} could not be written`);
    try {
      await delivery.close();
    } finally {
      flusher.close();
      queue.close();
    }
  }

  return {
    forCall: (call) => ({ enqueue: (event) => enqueue(call, event) }),
    pending: () => ({ ...queue.counts(), inMemory: writer.inMemory() }),
    flush: (timeoutMs, sessionId) => flusher.flush(timeoutMs, sessionId),
    revive() {
      const revived = queue.revive(clock.now());
      delivery.wake();
      return revived;
    },
    close: () => (closed ??= close()),
  };
}

/** A log that fails must not end a call. */
function neverThrowing(report: (reason: string) => void): (reason: string) => void {
  return (reason) => {
    try {
      report(reason);
    } catch {
      process.emitWarning(`A problem of the webhook outbox was not logged: ${reason}`);
    }
  };
}
