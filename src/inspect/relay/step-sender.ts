/** Sends one call's steps to the API, a batch at a time; what does not arrive is not sent again. */
import type { WatchMessage } from "#src/inspect/watch/message.ts";
import type { WatchedSession } from "./follow-watched.ts";

export interface StepSender {
  add: (step: Extract<WatchMessage, { kind: "step" }>) => void;
  close: () => void;
}

export interface StepSenderOptions {
  url: string;
  secret: string;
  session: Pick<WatchedSession, "workspaceId" | "sessionId">;
  collectMs: number;
  onProblem: (reason: string) => void;
}

/** What waits while the API is slow; older steps are dropped, the latest shows where the call is. */
const mostWaiting = 200;
const answerLimitMs = 5_000;

export function openStepSender({
  url,
  secret,
  session: { workspaceId, sessionId },
  collectMs,
  onProblem,
}: StepSenderOptions): StepSender {
  let waiting: object[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = false;
  let failed = false;

  const schedule = (): void => {
    if (timer !== undefined || sending || waiting.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      void send();
    }, collectMs);
    timer.unref();
  };

  const send = async (): Promise<void> => {
    sending = true;
    const steps = waiting;
    waiting = [];
    try {
      const response = await fetch(`${url}/livekit/chart-steps`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-webhook-secret": secret },
        body: JSON.stringify({ session_id: sessionId, workspace_id: workspaceId, steps }),
        redirect: "error",
        signal: AbortSignal.timeout(answerLimitMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the API answered ${response.status}`);
      failed = false;
    } catch (error) {
      // Said once, until it works again.
      if (!failed)
        onProblem(`steps of a chart were not shown: ${error instanceof Error ? error.message : "unknown"}`);
      failed = true;
    }
    sending = false;
    schedule();
  };

  return {
    add({ seq, at, event, states, taken }) {
      waiting.push({ seq, at, event: event.type, states, taken });
      if (waiting.length > mostWaiting) waiting.shift();
      schedule();
    },
    close() {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
