/** Hears from the API whose chart somebody looks at, for as long as it is asked to. */
import { setTimeout as delay } from "node:timers/promises";
import { readEvents } from "#src/event-stream/read-events.ts";

export interface WatchedSession {
  workspaceId: string;
  sessionId: string;
  /** Changes with everyone who comes to look. */
  asked: string;
}

export interface FollowOptions {
  url: string;
  secret: string;
  pauseMs: { first: number; longest: number };
  stopped: AbortSignal;
  /** An empty list while the API cannot be asked. */
  onWatched: (sessions: readonly WatchedSession[]) => void;
  onProblem: (reason: string) => void;
}

/** The API gives a sign of life every ten seconds. */
const silenceMs = 35_000;
/** An API that knows of no charts is asked whether it has learnt of them. */
const unknownThereMs = 3_600_000;

class ApiAnswered extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the API answered ${status}`);
    this.status = status;
  }
}

/** Resolves when it is stopped; connects again by itself, and never rejects. */
export async function followWatched(options: FollowOptions): Promise<void> {
  const { pauseMs, stopped, onWatched, onProblem } = options;
  let pause = pauseMs.first;
  let told = "";
  while (!stopped.aborted) {
    try {
      await listen(options, () => {
        pause = pauseMs.first;
        told = "";
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown reason";
      // Said once, not at every attempt.
      if (!stopped.aborted && reason !== told) onProblem(`charts are not shown to the dashboard: ${reason}`);
      told = reason;
      if (error instanceof ApiAnswered && error.status === 404) pause = unknownThereMs;
    }
    onWatched([]);
    await delay(pause * (0.5 + Math.random() / 2), undefined, { signal: stopped, ref: false }).catch(
      () => {},
    );
    pause = Math.min(pause === unknownThereMs ? pauseMs.first : pause * 2, pauseMs.longest);
  }
}

async function listen(
  { url, secret, stopped, onWatched }: FollowOptions,
  onConnected: () => void,
): Promise<void> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), silenceMs);
  timer.unref();
  try {
    const response = await fetch(`${url}/livekit/watched`, {
      headers: { "x-webhook-secret": secret, accept: "text/event-stream" },
      redirect: "error",
      signal: AbortSignal.any([stopped, silent.signal]),
    });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw new ApiAnswered(response.status);
    }
    onConnected();
    for await (const { event, data } of readEvents(response.body)) {
      timer.refresh();
      if (event === "watched") onWatched(sessionsIn(data));
    }
  } finally {
    clearTimeout(timer);
  }
}

/** What does not read as a session is left out. */
function sessionsIn(data: string): WatchedSession[] {
  const list: unknown = JSON.parse(data);
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown): WatchedSession[] => {
    if (typeof each !== "object" || each === null) return [];
    const { workspace_id: workspaceId, session_id: sessionId, asked } = each as Record<string, unknown>;
    return typeof workspaceId === "string" && typeof sessionId === "string" && typeof asked === "string"
      ? [{ workspaceId, sessionId, asked }]
      : [];
  });
}
