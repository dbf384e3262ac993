import { randomUUID } from "node:crypto";
import { createAttempt } from "./attempt.ts";
import { systemClock } from "./clock.ts";
import { isOptIn, type ToldEvent } from "./contract.ts";
import { databaseReason } from "./database.ts";
import { startDelivery } from "./delivery.ts";
import { type CallIdentity, seal } from "./envelope.ts";
import { createFlusher } from "./flush.ts";
import { createMemoryDelivery } from "./memory-delivery.ts";
import { openQueue } from "./open-queue.ts";
import { defaultTiming, type OutboxOptions, type WebhookOutbox } from "./outbox-types.ts";
import type { NewEvent } from "./queue.ts";
import { createWriter } from "./writer.ts";

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
