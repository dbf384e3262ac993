import { randomUUID } from "node:crypto";
import { type AttemptTiming, createAttempt } from "./attempt.ts";
import { createBallast, noBallast } from "./ballast.ts";
import { type Clock, systemClock } from "./clock.ts";
import { isOptIn, type ToldEvent } from "./contract.ts";
import { databaseReason, openDatabase } from "./database.ts";
import { startDelivery } from "./delivery.ts";
import { type CallIdentity, seal } from "./envelope.ts";
import { createFlusher } from "./flush.ts";
import { createMemoryDelivery } from "./memory-delivery.ts";
import type { NewEvent, Queue } from "./queue.ts";
import type { Destination } from "./request.ts";
import { createQueue } from "./sqlite-queue.ts";
import { createWriter } from "./writer.ts";

export interface OutboxOptions {
  /** The queue's file on a local disk, created when it is not there; any number of processes may share it. */
  file: string;
  /** Looked up for every attempt; may throw for a workspace that it does not know, whose events then wait. */
  destination: (workspaceId: string) => Destination;
  /** What bodies are encrypted under; see `openDatabase`. */
  keys?: readonly Uint8Array[];
  /** Holds 5 MB of the disk in the file and as much in its log, so that a full disk still takes 5,000 events. */
  ballast?: boolean;
  /** Told of everything that went wrong and what follows, for the log. Bears no speech, no number and no secret. */
  onProblem: (reason: string) => void;
  timing?: Partial<OutboxTiming>;
  /** Requests under way at the same time, each of another call; 16 by default. */
  concurrency?: number;
  clock?: Clock;
  /** In [0, 1), for the jitter. */
  random?: () => number;
}

interface OutboxTiming extends AttemptTiming {
  /** How often to look for events that another process has left behind. */
  pollMs: number;
  /** Wait before an event that the file did not take is written again. */
  rewriteMs: number;
  /** Longest that `close` waits for events in memory to be written, or delivered. */
  closeWaitMs: number;
}

interface CallOutbox {
  /**
   * Writes to the queue and returns; never throws, never waits for delivery. False: it is not in the file (yet), and dies
   * with this process until it is, or was delivered.
   */
  enqueue(event: ToldEvent): boolean;
  /** `call_initiated` was told, by whatever process, and `call_ended` was not. False when the file cannot be read. */
  isOpen(): boolean;
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
  /**
   * Stops; what is not delivered waits in the file. What is only in memory is waited for, `closeWaitMs` at most, and what is
   * lost then is reported. Until then the outbox keeps the process alive.
   */
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
  closeWaitMs: 3_000,
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
  const concurrency = options.concurrency ?? 16;
  const queue = openQueue(options, clock, onProblem);
  const left = (sessionId?: string): number =>
    queue.counts(sessionId).waiting + writer.inMemory(sessionId) - memory.unrecorded(sessionId);
  /** Counting a queue of thousands after every delivery would cost more than the delivery. */
  const isLeft = (sessionId?: string): boolean =>
    sessionId === undefined && memory.unrecorded() === 0
      ? writer.inMemory() > 0 || queue.nextAttemptAt() !== undefined
      : left(sessionId) > 0;
  const flusher = createFlusher(left, clock, isLeft);
  const written = createFlusher((sessionId) => writer.inMemory(sessionId), clock);
  const onProgress = (): void => {
    flusher.check();
    written.check();
  };
  const owner = randomUUID();
  const attempt = createAttempt({
    destination,
    timing,
    clock,
    random: options.random ?? Math.random,
    onProblem,
  });
  const common = { queue, attempt, owner, clock, concurrency, pollMs: timing.pollMs, onProblem, onProgress };
  const delivery = startDelivery({
    ...common,
    timeoutMs: timing.timeoutMs,
    onUnrecorded: (event) => memory.noteReceived(event),
    beforeClaims: () => memory.record(),
  });
  const writer = createWriter({
    queue,
    clock,
    rewriteMs: timing.rewriteMs,
    onProblem,
    onWritten: () => delivery.wake(),
    onStuck: () => memory.wake(),
    beforeWriting: () => memory.record(),
  });
  const memory = createMemoryDelivery({ ...common, writer, noClaims: () => delivery.isStuck() });
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

  function enqueue(call: CallIdentity, event: ToldEvent): boolean {
    if (closed !== undefined) return lost(event, "the outbox is closed");
    if (!isWanted(call, event)) return false;
    let newEvent: NewEvent;
    try {
      newEvent = seal(call, event, clock.now());
    } catch {
      return lost(event, "its data is not JSON");
    }
    return writer.write(newEvent);
  }

  function lost(event: ToldEvent, why: string): false {
    onProblem(`webhook ${event.event_type} lost: ${why}`);
    return false;
  }

  function isOpen({ sessionId }: CallIdentity): boolean {
    const kept = writer.kept(sessionId).map(({ event }) => event.eventType);
    if (kept.includes("call_ended")) return false;
    if (kept.includes("call_initiated")) return true;
    try {
      return queue.stateOf(sessionId)?.isOpen === true;
    } catch (error) {
      onProblem(`webhook queue: ${databaseReason(error)}`);
      return false;
    }
  }

  async function close(): Promise<void> {
    await written.flush(timing.closeWaitMs);
    await memory.close();
    const types = writer.close();
    if (types.length > 0)
      onProblem(
        `webhooks lost: the outbox closes and ${types.length} could not be written (${types.join(", ")})`,
      );
    try {
      await delivery.close();
    } finally {
      flusher.close();
      queue.close();
    }
  }

  return {
    forCall: (call) => ({ enqueue: (event) => enqueue(call, event), isOpen: () => isOpen(call) }),
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

/** Events whose key is back wait again. */
function openQueue(options: OutboxOptions, clock: Clock, onProblem: (reason: string) => void): Queue {
  const opened = openDatabase(options.file, { keys: options.keys ?? [], onProblem });
  const ballast = options.ballast === true ? createBallast(opened.file, opened.database) : noBallast;
  const queue = createQueue(opened, ballast);
  try {
    queue.reviveReadable(clock.now());
    queue.keepRoom();
  } catch (error) {
    onProblem(`webhook queue: ${databaseReason(error)}`);
  }
  return queue;
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
