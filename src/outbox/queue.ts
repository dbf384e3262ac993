import type { WebhookEventType } from "./contract.ts";

/** What is written: everything but the sequence, which the queue gives. */
export interface NewEvent {
  id: string;
  sessionId: string;
  workspaceId: string;
  eventType: WebhookEventType;
  /** The request's body, JSON. */
  body: (sequence: number) => string;
}

/** What has already become of an event when it is written. */
export type Fate = { kind: "waiting" } | { kind: "delivered" } | { kind: "dead"; reason: string };

/** An event with its place in its call. */
export interface PlacedEvent {
  id: string;
  sessionId: string;
  sequence: number;
  workspaceId: string;
  eventType: WebhookEventType;
  /** Failed attempts so far. */
  attempts: number;
  /** Milliseconds since the epoch. */
  waitingSince: number;
}

export interface ReadableEvent extends PlacedEvent {
  body: string;
}

/** The oldest waiting event of a call, claimed for one attempt. */
export type ClaimedEvent =
  | ReadableEvent
  /** Its key is not among ours, or its body was changed; `unreadable` says which. */
  | (PlacedEvent & { body: undefined; unreadable: string });

/** Why an event is dead whose key may come back. */
export const keyMissing = "its key is missing";

export interface CallState {
  nextSequence: number;
  /** When the call is due or its claim lapses; undefined when nothing of it waits in the file. */
  nextAttemptAt: number | undefined;
  /** From `call_initiated` to `call_ended`; undefined when neither was told. */
  isOpen: boolean | undefined;
}

/** Durable, in order within a call, shared by any number of processes. Every method throws when the file fails it. */
export interface Queue {
  /**
   * Gives the event the call's next sequence and keeps it, both or neither. A second `call_initiated` of an open call and a
   * second `call_ended` of a closed one are passed over: a process that died between telling and noting it is told again.
   */
  append(event: NewEvent, now: number, fate?: Fate): void;
  /**
   * Claims a call that is due, until `until`, and returns its oldest waiting event. No other owner gets the call before
   * the claim is settled, or lapses because its owner has died.
   */
  claim(owner: string, now: number, until: number): ClaimedEvent | undefined;
  /** The event was received: it is removed, and the call's next is due. */
  delivered(owner: string, event: PlacedEvent, now: number): void;
  /** The event is tried again at `at`, the events behind it wait for it. */
  retry(owner: string, event: PlacedEvent, at: number): void;
  /** The event is kept but not tried again, and the call's next is due. */
  bury(owner: string, event: PlacedEvent, reason: string, now: number): void;
  /** Gives back every claim of `owner` that is not settled. */
  release(owner: string, now: number): void;
  /** The dead wait again, as if they were new; returns how many. */
  revive(now: number): number;
  /** As `revive`, for those that died for want of a key that is there now. */
  reviveReadable(now: number): number;
  /**
   * Forgets the sequences of calls that have nothing left and told nothing since `before`. One that has not ended is kept
   * for 30 days more.
   */
  sweep(before: number): void;
  /** Makes up for room that was used, so that a full disk finds some. */
  keepRoom(): void;
  /** When the next call is due or the next claim lapses, undefined when nothing waits. */
  nextAttemptAt(): number | undefined;
  /** Undefined when nothing is known of the call. Reads only, as does `oldest`. */
  stateOf(sessionId: string): CallState | undefined;
  /** A call's oldest waiting event with a sequence above `after`, claimed or not. */
  oldest(sessionId: string, after: number): ClaimedEvent | undefined;
  /** Counts of one call, or of all. */
  counts(sessionId?: string): QueueCounts;
  close(): void;
}

interface QueueCounts {
  waiting: number;
  dead: number;
}

/** Whether the queue would pass the event over, see `Queue.append`. */
export const isRepeated = (eventType: WebhookEventType, isOpen: boolean | undefined): boolean =>
  (eventType === "call_initiated" && isOpen === true) || (eventType === "call_ended" && isOpen === false);
