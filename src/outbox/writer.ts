import type { Clock } from "./clock.ts";
import { databaseReason, isBusy } from "./database.ts";
import type { Fate, NewEvent, Queue } from "./queue.ts";

export interface WriterOptions {
  queue: Queue;
  clock: Clock;
  /** Wait before what could not be written is tried again; a tenth of it when another process was just at it. */
  rewriteMs: number;
  onProblem: (reason: string) => void;
  onWritten: () => void;
  /** The file takes nothing, and not because another process is at it. */
  onStuck: () => void;
  /** Called before anything is written; throws when the file takes nothing. */
  beforeWriting: () => void;
}

/** An event that the file did not take, and what became of it since. */
export interface KeptEvent {
  readonly event: NewEvent;
  /** When it was told, milliseconds since the epoch. */
  readonly at: number;
  readonly fate: Fate;
}

export interface Writer {
  /** Never throws. False: the file did not take it, it stays in memory, in order, and is written later. */
  write(event: NewEvent): boolean;
  /** Events in memory that are still to be delivered, of one call or of all. */
  inMemory(sessionId?: string): number;
  isStuck(): boolean;
  /** Of one call or of all, in order, those whose fate is known included: they have their sequence. */
  kept(sessionId?: string): readonly KeptEvent[];
  /** While an event of the call is being sent from memory, none of the call's is written. */
  hold(sessionId: string): void;
  /** The call may be written again; `became` says what became of its event. */
  letGo(sessionId: string, became?: { event: NewEvent; fate: Fate }): void;
  /** Tries a last time; returns the types of the events that are lost. */
  close(): string[];
}

const repeatComplaintMs = 60_000;

export function createWriter(options: WriterOptions): Writer {
  const { queue, clock } = options;
  let backlog: KeptEvent[] = [];
  const held = new Set<string>();
  let failure: "none" | "busy" | "stuck" = "none";
  let complaint = { reason: "", at: 0 };
  let cancelTimer = (): void => undefined;

  const kept = (sessionId?: string): KeptEvent[] =>
    sessionId === undefined ? backlog : backlog.filter(({ event }) => event.sessionId === sessionId);
  const waiting = (sessionId?: string): KeptEvent[] =>
    kept(sessionId).filter(({ fate }) => fate.kind === "waiting");

  /** Stops at the first that fails: one that overtook it would take its sequence. */
  function writeBacklog(): void {
    cancelTimer();
    const due = backlog;
    const left: KeptEvent[] = [];
    let done = 0;
    failure = "none";
    try {
      options.beforeWriting();
      for (const each of due) {
        if (held.has(each.event.sessionId)) left.push(each);
        else queue.append(each.event, each.at, each.fate);
        done += 1;
      }
      complaint = { reason: "", at: 0 };
    } catch (error) {
      failure = isBusy(error) ? "busy" : "stuck";
      left.push(...due.slice(done));
      backlog = left;
      complain(databaseReason(error));
      cancelTimer = clock.after(
        failure === "busy" ? options.rewriteMs / 10 : options.rewriteMs,
        writeBacklog,
      );
    }
    backlog = left;
    if (left.length < due.length) options.onWritten();
    if (failure === "stuck") options.onStuck();
  }

  function complain(reason: string): void {
    const now = clock.now();
    if (reason === complaint.reason && now - complaint.at < repeatComplaintMs) return;
    complaint = { reason, at: now };
    options.onProblem(`webhook queue: ${reason}, ${waiting().length} in memory`);
  }

  return {
    write(event) {
      const isBehind = failure !== "none" || kept(event.sessionId).length > 0;
      const each: KeptEvent = { event, at: clock.now(), fate: { kind: "waiting" } };
      backlog.push(each);
      if (!isBehind) writeBacklog();
      return !backlog.includes(each);
    },
    inMemory: (sessionId) => waiting(sessionId).length,
    isStuck: () => failure === "stuck",
    kept,
    hold: (sessionId) => void held.add(sessionId),
    letGo(sessionId, became) {
      held.delete(sessionId);
      if (became !== undefined)
        backlog = backlog.map((each) =>
          each.event === became.event ? { ...each, fate: became.fate } : each,
        );
      if (failure === "none" && backlog.length > 0) writeBacklog();
    },
    close() {
      if (backlog.length > 0) writeBacklog();
      cancelTimer();
      return backlog.filter(({ fate }) => fate.kind !== "delivered").map(({ event }) => event.eventType);
    },
  };
}
