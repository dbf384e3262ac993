/**
 * Shows running calls' charts to whoever looks at them through the API. Runs beside the calls, in no call's process: it asks
 * the API who is looked at, watches those alone, and sends what it sees. What cannot be sent is lost.
 */
import type { WatchedCall } from "#src/inspect/watch/message.ts";
import { sessionHash } from "#src/inspect/watch/session-hash.ts";
import type { WatchClient } from "#src/inspect/watch/watch-client.ts";
import { followWatched, type WatchedSession } from "./follow-watched.ts";
import { openStepSender, type StepSender } from "./step-sender.ts";

export interface ChartRelay {
  close: () => void;
}

export interface ChartRelayOptions {
  client: Pick<WatchClient, "onCalls" | "watch">;
  /** The API's, without a slash at its end. */
  url: string;
  /** As sent in `X-Webhook-Secret`. */
  secretOf: (workspaceId: string) => string;
  /** Bears no name and no number. */
  onProblem: (reason: string) => void;
  /** How long steps are collected. */
  collectMs?: number;
  /** First and longest pause before the API is asked again. */
  pauseMs?: { first: number; longest: number };
}

interface Relayed {
  asked: string;
  sender: StepSender;
  unwatch: () => void;
}

/** Begins at once and never throws. While no call runs that the API could ask for, nothing is connected. */
export function startChartRelay(options: ChartRelayOptions): ChartRelay {
  const { client, url, secretOf, onProblem } = options;
  const { collectMs = 150, pauseMs = { first: 1_000, longest: 30_000 } } = options;
  const stopping = new AbortController();
  /** What the API asks for, by the secret with which it was asked. */
  const wanted = new Map<string, readonly WatchedSession[]>();
  const relayed = new Map<string, Relayed>();
  let calls: readonly WatchedCall[] = [];

  const stop = client.onCalls((present) => {
    calls = present.filter(({ ended }) => ended === undefined);
    for (const { workspaceId } of calls) if (workspaceId !== undefined) follow(secretOf(workspaceId));
    relay();
  });

  /** A workspace with a secret of its own is asked for with that one. */
  function follow(secret: string): void {
    if (wanted.has(secret)) return;
    wanted.set(secret, []);
    void followWatched({
      url,
      secret,
      pauseMs,
      stopped: stopping.signal,
      onProblem,
      onWatched(sessions) {
        wanted.set(secret, sessions);
        relay();
      },
    });
  }

  /** Watches what is to be watched, and nothing else. */
  function relay(): void {
    const kept = new Set<string>();
    for (const [secret, sessions] of wanted)
      for (const session of sessions) {
        const call = callOf(session);
        if (call === undefined) continue;
        kept.add(call.id);
        const before = relayed.get(call.id);
        // Somebody came to look: a watch that begins anew shows them the present state.
        if (before?.asked === session.asked) continue;
        before?.unwatch();
        const sender = before?.sender ?? openStepSender({ url, secret, session, collectMs, onProblem });
        const unwatch = client.watch(call.id, (message) => {
          if (message.kind === "step") sender.add(message);
        });
        relayed.set(call.id, { asked: session.asked, sender, unwatch });
      }
    for (const [id, { unwatch, sender }] of relayed) {
      if (kept.has(id)) continue;
      unwatch();
      sender.close();
      relayed.delete(id);
    }
  }

  function callOf({ workspaceId, sessionId }: WatchedSession): WatchedCall | undefined {
    const session = sessionHash(sessionId);
    return calls.find((call) => call.workspaceId === workspaceId && call.session === session);
  }

  return {
    close() {
      stopping.abort();
      stop();
      for (const { unwatch, sender } of relayed.values()) {
        unwatch();
        sender.close();
      }
      relayed.clear();
    },
  };
}
