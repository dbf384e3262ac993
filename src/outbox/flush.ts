import type { Clock } from "./clock.ts";

export interface Flusher {
  flush(timeoutMs: number, sessionId?: string): Promise<number>;
  /** What is left may have changed. */
  check(): void;
  /** Resolves every flush that still waits. */
  close(): void;
}

/**
 * Promises that resolve when nothing is left or their time is over, with what is left; they reject when it is unknown.
 * `isLeft` is asked after every delivery, `left` counts when it matters.
 */
export function createFlusher(
  left: (sessionId?: string) => number,
  clock: Clock,
  isLeft: (sessionId?: string) => boolean = (sessionId) => left(sessionId) > 0,
): Flusher {
  const waiting = new Set<{ check(): void; finish(): void }>();

  return {
    flush(timeoutMs, sessionId) {
      return new Promise((resolve, reject) => {
        function settle(isOver: boolean): void {
          try {
            if (!isOver && isLeft(sessionId)) return;
            resolve(left(sessionId));
          } catch (error) {
            reject(error instanceof Error ? error : new Error("The webhook queue cannot be counted."));
          }
          cancelTimer();
          waiting.delete(flush);
        }
        const flush = { check: () => settle(false), finish: () => settle(true) };
        const cancelTimer = clock.after(timeoutMs, flush.finish);
        waiting.add(flush);
        flush.check();
      });
    },
    check() {
      for (const flush of waiting) flush.check();
    },
    close() {
      for (const flush of waiting) flush.finish();
    },
  };
}
