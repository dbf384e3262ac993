/** Calls as their agents tell them: each begins, is spoken in, and ends; a few requests are sent twice, as after a lost answer. */
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { Webhook } from "standardwebhooks";
import { type WebhookEvent, webhookPaths } from "#src/outbox/contract.ts";

export interface Call {
  workspaceId: string;
  sessionId: string;
  sequence: number;
  /** Of its events: when each says that it happened, and when it was to be sent, on this process's clock. */
  told: { at: number; due: number }[];
}

export interface Sender {
  /** Resolves with what was answered; 0: nothing was. */
  send: (event: WebhookEvent) => Promise<number>;
  close: () => void;
}

export function openSender(url: string, keys: { secret: string; signingKey: string }): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const webhook = new Webhook(keys.signingKey);
  return {
    send(event) {
      const body = JSON.stringify(event);
      const now = new Date();
      const { promise, resolve } = Promise.withResolvers<number>();
      const sent = request(`${url}${webhookPaths[event.event_type]}`, {
        agent,
        method: "POST",
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "x-webhook-secret": keys.secret,
          "webhook-id": event.id,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
          "webhook-signature": webhook.sign(event.id, now, body),
        },
      });
      sent.on("error", () => resolve(0));
      sent.on("response", (response) => {
        response.resume();
        response.once("close", () => resolve(response.statusCode ?? 0));
      });
      sent.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}

export const newCall = (workspaceId: string): Call => ({
  workspaceId,
  sessionId: `load-${randomUUID()}`,
  sequence: 0,
  told: [],
});

/** The call's next event; `due` as `performance.now()` says it. */
export function nextEvent(
  call: Call,
  type: "call_initiated" | "utterance" | "call_ended",
  due: number,
): WebhookEvent {
  // Later than the one before, so that a run's latest event tells which ones it shows.
  const at = Math.max(Date.now(), (call.told.at(-1)?.at ?? 0) + 1);
  const sequence = call.sequence;
  call.sequence += 1;
  call.told.push({ at, due });
  const timestamp = new Date(at).toISOString();
  const envelope = {
    id: randomUUID(),
    sequence,
    workspace_id: call.workspaceId,
    session_id: call.sessionId,
    timestamp,
  };
  if (type === "call_initiated")
    return {
      ...envelope,
      event_type: type,
      data: {
        started_at: timestamp,
        metadata: { dialled_number: "+15555550100", calling_number: "+15555550142", app: "load" },
      },
    };
  if (type === "call_ended")
    return {
      ...envelope,
      event_type: type,
      data: { duration_seconds: 50, total_turns: sequence - 1, final_stage: "closing" },
    };
  const agent = sequence % 2 === 0;
  return {
    ...envelope,
    event_type: type,
    data: {
      speaker: agent ? "agent" : "tenant",
      text: agent
        ? "I am sending a plumber. Is there water near anything electric?"
        : "The pipe under the sink burst, and there is water all over the kitchen floor.",
      turn_index: sequence - 1,
      stage: "severity",
      interrupted: false,
      ...(agent
        ? { latency: { wait_ms: 640, stt_final_ms: 210, first_token_ms: 430, first_audio_ms: 600 } }
        : {}),
    },
  };
}
