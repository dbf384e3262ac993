/** Words of running calls as they were said: in this process's memory, and nowhere else. */
import type { FeedMessage } from "#src/api/streams/feed.ts";

export interface LiveWords {
  /** As it was said; undefined when it is no longer known, or never came by here. */
  said: (runId: string, eventId: string) => string | undefined;
}

export interface ObservedWords extends LiveWords {
  /** To be given every message of the feed, in its order. */
  observe: (message: FeedMessage) => void;
  /** Forgets everything. */
  close: () => void;
}

export interface LiveWordsOptions {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** For so long they stay after the call's end. */
  afterEndMs?: number;
  /** Characters of one call; what was said first goes first. */
  longestRun?: number;
  /** Characters of all calls; the call that was silent longest goes first. */
  longestOverall?: number;
}

interface RunWords {
  /** By the event's id, in the order in which they came. */
  said: Map<string, string>;
  length: number;
  forgetAt: number;
}

const sweepMs = 60_000;
/** A call that is never heard to end is forgotten, too. */
const longestCallMs = 6 * 60 * 60_000;

export function createLiveWords({
  now,
  afterEndMs = 10 * 60_000,
  longestRun = 200_000,
  longestOverall = 20_000_000,
}: LiveWordsOptions): ObservedWords {
  /** The one that spoke last comes last. */
  const runs = new Map<string, RunWords>();
  let overall = 0;
  const sweeping = setInterval(sweep, sweepMs);
  sweeping.unref();

  return {
    said(runId, eventId) {
      const run = runs.get(runId);
      return run === undefined || run.forgetAt <= now() ? undefined : run.said.get(eventId);
    },
    observe(message) {
      if (message.kind === "erased") return forget(message.runId);
      if (message.kind !== "run") return;
      const { run, event } = message;
      if (run.status === "lost") return forget(run.id);
      if (event?.speaker != null && event.text !== null && !event.redacted)
        keep(run.id, event.id, event.text);
      const words = runs.get(run.id);
      // What arrives late does not put off the end.
      if (words !== undefined && run.status === "completed")
        words.forgetAt = Math.min(words.forgetAt, now() + afterEndMs);
    },
    close() {
      clearInterval(sweeping);
      runs.clear();
      overall = 0;
    },
  };

  function keep(runId: string, eventId: string, text: string): void {
    const run = runs.get(runId) ?? { said: new Map(), length: 0, forgetAt: now() + longestCallMs };
    runs.delete(runId);
    runs.set(runId, run);
    drop(run, eventId);
    run.said.set(eventId, text);
    run.length += text.length;
    overall += text.length;
    for (const first of run.said.keys()) {
      if (run.length <= longestRun) break;
      drop(run, first);
    }
    for (const silent of runs.keys()) {
      if (overall <= longestOverall) break;
      forget(silent);
    }
  }

  function drop(run: RunWords, eventId: string): void {
    const length = run.said.get(eventId)?.length ?? 0;
    run.said.delete(eventId);
    run.length -= length;
    overall -= length;
  }

  function forget(runId: string): void {
    overall -= runs.get(runId)?.length ?? 0;
    runs.delete(runId);
  }

  function sweep(): void {
    for (const [runId, { forgetAt }] of runs) if (forgetAt <= now()) forget(runId);
  }
}
