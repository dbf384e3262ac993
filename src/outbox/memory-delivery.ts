/**
 * Delivery while the file takes nothing, such as on a full disk: claims cannot be written then, so what waits in memory is
 * sent from there, each call's events in order and after those of it that are in the file. What was received is noted in the
 * file as soon as it takes something again; its sequences are used, so that nothing that follows repeats one.
 *
 * Another process cannot claim either, and writes no event of a call that this process has. What it may do is send an event of
 * the file once more before we have noted it: under the same id.
 */
import type { Attempt } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import { databaseReason } from "./database.ts";
import { type ClaimedEvent, isRepeated, type PlacedEvent, type Queue } from "./queue.ts";
import type { KeptEvent, Writer } from "./writer.ts";

export interface MemoryDeliveryOptions {
  queue: Queue;
  writer: Writer;
  attempt: Attempt;
  /** Of the delivery beside it, whose claims it knows of. */
  owner: string;
  pollMs: number;
  concurrency: number;
  clock: Clock;
  onProblem: (reason: string) => void;
  onProgress: () => void;
  /** What is in the file is not claimed either: it has to be sent from here, too. */
  noClaims: () => boolean;
}

export interface MemoryDelivery {
  /** The file takes nothing. */
  wake(): void;
  /** An event of the file was received, which could not be noted. */
  noteReceived(event: PlacedEvent): void;
  /** Notes in the file what was received. Throws when it takes nothing. */
  record(): void;
  /** Received events that the file counts as waiting, of one call or of all. */
  unrecorded(sessionId?: string): number;
  close(): Promise<void>;
}

export function createMemoryDelivery(options: MemoryDeliveryOptions): MemoryDelivery {
  const { queue, writer, attempt, clock } = options;
  const closing = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  /** Per call, in order. */
  const received = new Map<string, PlacedEvent[]>();
  const retries = new Map<string, { id: string; attempts: number; at: number }>();
  let cancelTimer = (): void => undefined;

  function pump(): void {
    cancelTimer();
    if (closing.signal.aborted || !writer.isStuck()) return;
    for (const sessionId of new Set(writer.kept().map(({ event }) => event.sessionId)))
      if (underWay.size < options.concurrency && !underWay.has(sessionId)) consider(sessionId);
    cancelTimer = clock.after(options.pollMs, pump);
    options.onProgress();
  }

  function consider(sessionId: string): void {
    if ((retries.get(sessionId)?.at ?? 0) > clock.now()) return;
    try {
      const next = nextOf(sessionId);
      if (next === undefined) return;
      writer.hold(sessionId);
      underWay.set(sessionId, send(sessionId, next));
    } catch (error) {
      options.onProblem(`webhook queue: ${databaseReason(error)}`);
    }
  }

  /** Undefined when nothing of the call waits, or another delivery is at it. */
  function nextOf(sessionId: string): Next | undefined {
    const state = queue.stateOf(sessionId);
    const ours = received.get(sessionId);
    if (ours === undefined && (state?.nextAttemptAt ?? 0) > clock.now()) return undefined;
    const inFile = queue.oldest(sessionId, ours?.at(-1)?.sequence ?? -1);
    if (inFile !== undefined) return options.noClaims() ? { event: inFile } : undefined;
    const kept = writer.kept(sessionId);
    const index = kept.findIndex(({ fate }) => fate.kind === "waiting");
    const first = kept[index];
    if (first === undefined) return undefined;
    const { id, workspaceId, eventType, body } = first.event;
    if (isRepeated(eventType, state?.isOpen)) {
      writer.letGo(sessionId, { event: first.event, fate: { kind: "delivered" } });
      return undefined;
    }
    const sequence = (state?.nextSequence ?? 0) + index;
    const retry = retries.get(sessionId);
    const attempts = retry?.id === id ? retry.attempts : 0;
    const placed = { id, sessionId, sequence, workspaceId, eventType, attempts, waitingSince: first.at };
    return { event: { ...placed, body: body(sequence) }, kept: first };
  }

  async function send(sessionId: string, { event, kept }: Next): Promise<void> {
    const verdict = await attempt(event, closing.signal);
    if (verdict.kind === "again") {
      const { id, attempts } = event;
      retries.set(sessionId, { id, attempts: attempts + 1, at: clock.now() + verdict.waitMs });
    } else retries.delete(sessionId);
    const isOver = verdict.kind === "delivered" || verdict.kind === "dead";
    if (isOver && kept === undefined && verdict.kind === "delivered") noteReceived(event);
    if (isOver && kept === undefined && verdict.kind === "dead") bury(event, verdict.reason);
    underWay.delete(sessionId);
    writer.letGo(sessionId, isOver && kept !== undefined ? { event: kept.event, fate: verdict } : undefined);
    pump();
  }

  /** The file may not take it: then it is tried, and refused, again. */
  function bury(event: PlacedEvent, reason: string): void {
    try {
      queue.bury(options.owner, event, reason, clock.now());
    } catch {
      retries.set(event.sessionId, { id: event.id, attempts: 0, at: clock.now() + options.pollMs });
    }
  }

  function noteReceived(event: PlacedEvent): void {
    received.set(event.sessionId, [...(received.get(event.sessionId) ?? []), event]);
  }

  return {
    wake: pump,
    noteReceived,
    record() {
      for (const [sessionId, events] of received) {
        for (const event of events) queue.delivered(options.owner, event, clock.now());
        received.delete(sessionId);
      }
    },
    unrecorded: (sessionId) =>
      sessionId === undefined
        ? [...received.values()].reduce((sum, events) => sum + events.length, 0)
        : (received.get(sessionId)?.length ?? 0),
    async close() {
      cancelTimer();
      closing.abort();
      await Promise.all(underWay.values());
    },
  };
}

interface Next {
  event: ClaimedEvent;
  /** Absent for an event of the file. */
  kept?: KeptEvent;
}
