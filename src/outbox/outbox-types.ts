/** What an outbox is opened with, and what it does. */
import type { AttemptTiming } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import type { ToldEvent } from "./contract.ts";
import type { CallIdentity } from "./envelope.ts";
import type { Destination } from "./request.ts";

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

export interface OutboxTiming extends AttemptTiming {
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

export const defaultTiming: OutboxTiming = {
  timeoutMs: 10_000,
  backoffBaseMs: 500,
  backoffCapMs: 300_000,
  retryAfterCapMs: 3_600_000,
  giveUpAfterMs: 72 * 3_600_000,
  pollMs: 2_000,
  rewriteMs: 250,
  closeWaitMs: 3_000,
};
