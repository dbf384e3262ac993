import type { Clock } from "./clock.ts";
import { databaseReason } from "./database.ts";
import type { NewEvent, Queue } from "./queue.ts";

export interface WriterOptions {
  queue: Queue;
  clock: Clock;
  /** Wait before what could not be written is tried again. */
  rewriteMs: number;
  onProblem: (reason: string) => void;
  onWritten: () => void;
}

export interface Writer {
  /** Never throws. What the file does not take stays in memory, in order, and is written later. */
  write(event: NewEvent): void;
  /** Events in memory, of one call or of all. */
  inMemory(sessionId?: string): number;
  /** Tries a last time; returns how many events are lost. */
  close(): number;
}

export function createWriter(options: WriterOptions): Writer {
  const { queue, clock } = options;
  const backlog: { event: NewEvent; at: number }[] = [];
  let cancelTimer = (): void => undefined;

  /** Stops at the first that fails: one that overtook it would take its sequence. */
  function writeBacklog(): void {
    cancelTimer();
    let written = 0;
    try {
      for (const { event, at } of backlog) {
        queue.append(event, at);
        written += 1;
      }
    } catch (error) {
      const waiting = backlog.length - written;
      options.onProblem(`webhook queue: ${databaseReason(error)}, ${waiting} in memory`);
      cancelTimer = clock.after(options.rewriteMs, writeBacklog);
    }
    backlog.splice(0, written);
    if (written > 0) options.onWritten();
  }

  return {
    write(event) {
      const behind = backlog.length > 0;
      backlog.push({ event, at: clock.now() });
      if (!behind) writeBacklog();
    },
    inMemory(sessionId) {
      return sessionId === undefined
        ? backlog.length
        : backlog.filter(({ event }) => event.sessionId === sessionId).length;
    },
    close() {
      if (backlog.length > 0) writeBacklog();
      cancelTimer();
      return backlog.length;
    },
  };
}
