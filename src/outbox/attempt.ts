/** One attempt at an event, wherever it lies, and what follows from it. */
import type { Clock } from "./clock.ts";
import type { ClaimedEvent } from "./queue.ts";
import { type Destination, type Outcome, post } from "./request.ts";
import { type Backoff, backoffMs } from "./retry.ts";

export interface AttemptTiming extends Backoff {
  /** Until a receiver's answer. A claim lapses after twice as long. */
  timeoutMs: number;
  /** Longest wait that a receiver's `Retry-After` can ask for. */
  retryAfterCapMs: number;
  /** An event that has waited this long is dead when it fails once more. */
  giveUpAfterMs: number;
}

export interface AttemptOptions {
  destination: (workspaceId: string) => Destination;
  timing: AttemptTiming;
  clock: Clock;
  random: () => number;
  onProblem: (reason: string) => void;
}

type Verdict =
  | { kind: "delivered" }
  | { kind: "dead"; reason: string }
  | { kind: "again"; waitMs: number }
  /** `signal` aborted it. */
  | { kind: "aborted" };

export type Attempt = (event: ClaimedEvent, signal: AbortSignal) => Promise<Verdict>;

/** What it returns never rejects, and reports every failure in one line. */
export function createAttempt(options: AttemptOptions): Attempt {
  const { timing, clock, onProblem } = options;

  async function send(event: ClaimedEvent, signal: AbortSignal): Promise<Outcome> {
    if (event.body === undefined) return { kind: "refused", reason: event.unreadable };
    let destination: Destination;
    try {
      destination = options.destination(event.workspaceId);
    } catch {
      return { kind: "failed", reason: `no destination for workspace ${event.workspaceId}` };
    }
    return post(event, destination, { timeoutMs: timing.timeoutMs, now: () => clock.now(), signal });
  }

  return async (event, signal) => {
    const outcome = await send(event, signal);
    if (outcome.kind === "aborted" || outcome.kind === "delivered") return outcome;
    const attempts = event.attempts + 1;
    const { reason } = outcome;
    if (outcome.kind === "refused" || clock.now() - event.waitingSince >= timing.giveUpAfterMs) {
      onProblem(`webhook ${event.id}: ${reason}, attempt ${attempts}, dead`);
      return { kind: "dead", reason };
    }
    const asked = Math.min(outcome.retryAfterMs ?? 0, timing.retryAfterCapMs);
    const waitMs = Math.max(asked, backoffMs(attempts, options.random, timing));
    onProblem(`webhook ${event.id}: ${reason}, attempt ${attempts}, again in ${waitMs} ms`);
    return { kind: "again", waitMs };
  };
}
