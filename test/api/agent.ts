/** An agent that tells a call, as the outbox does, and stumbles as a test wants it to. */
import type { InjectOptions } from "fastify";
import { Webhook } from "standardwebhooks";
import type { ApiApp } from "#src/api/http/parts.ts";
import { webhookPaths } from "#src/outbox/contract.ts";
import { secret } from "./parts.ts";

export type Body = Record<string, unknown> & { event_type: string };

const begun = Date.parse("2026-11-27T03:00:00.000Z");

export interface Told {
  event_type: string;
  data: Record<string, unknown>;
}

/** Bodies of a call, numbered, one a second. */
export function callOf(sessionId: string, told: readonly Told[], workspaceId = "maple-court"): Body[] {
  return told.map(({ event_type, data }, sequence) => ({
    event_type,
    id: `${sessionId}-${sequence}`,
    sequence,
    workspace_id: workspaceId,
    session_id: sessionId,
    call_sid: `sip-${sessionId}`,
    timestamp: new Date(begun + sequence * 1000).toISOString(),
    data,
  }));
}

/** A burst pipe, from the greeting to the end. */
export const burstPipe: readonly Told[] = [
  {
    event_type: "call_initiated",
    data: {
      metadata: {
        dialled_number: "+15555550100",
        calling_number: "+15555550142",
        chart_version: "112233445566",
        prompts_version: "a1b2c3d4e5f6",
        app_version: "0.1.0",
      },
      started_at: "2026-11-27T02:59:59.500Z",
    },
  },
  said("agent", 0, "Maple Court, what is happening?", "welcome", 820),
  said("tenant", 1, "a pipe burst in unit 4B, and I smell gas", "safetyCheck"),
  { event_type: "hazard_detected", data: { category: "gas" } },
  { event_type: "intake_recorded", data: { facts: { problem: "burst pipe", urgency: "routine" } } },
  said("agent", 2, "Please leave the building.", "safetyCheck", 640),
  { event_type: "provider_degraded", data: { provider: "llm", state: "down" } },
  { event_type: "hazard_detected", data: { category: "flood" } },
  { event_type: "intake_recorded", data: { facts: { unit: "4B", urgency: "emergency" } } },
  { event_type: "provider_degraded", data: { provider: "llm", state: "degraded" } },
  said("tenant", 3, "my number is 555 0142", "contact"),
  said("agent", 4, "Somebody is on the way.", "confirmation", 700),
  {
    event_type: "dispatch_requested",
    data: {
      vendor: "acme",
      trade: "plumbing",
      urgency: "emergency",
      reason: "confirmed",
      facts: { name: "Sam" },
    },
  },
  { event_type: "transfer_requested", data: { number: "+15555550111" } },
  { event_type: "call_ended", data: { duration_seconds: 61.5, total_turns: 5, final_stage: "closing" } },
];

function said(speaker: string, turn_index: number, text: string, stage: string, wait_ms?: number): Told {
  const latency = wait_ms === undefined ? {} : { latency: { wait_ms } };
  return {
    event_type: "utterance",
    data: { speaker, text, turn_index, stage, interrupted: false, ...latency },
  };
}

export interface Sending {
  headers?: Record<string, string>;
  path?: string;
  /** Sent as it is, instead of the body's JSON. */
  raw?: string;
}

const known = new Map<string, string>(Object.entries(webhookPaths));

export function requestOf(body: Body, { headers = {}, path, raw }: Sending = {}): InjectOptions {
  return {
    method: "POST",
    url: path ?? known.get(body.event_type) ?? "/webhooks/livekit/event",
    headers: { "content-type": "application/json", "x-webhook-secret": secret, ...headers },
    payload: raw ?? JSON.stringify(body),
  };
}

export async function send(app: ApiApp, body: Body, sending?: Sending): Promise<[number, unknown]> {
  const response = await app.inject(requestOf(body, sending));
  return [response.statusCode, response.json()];
}

/** As Standard Webhooks signs. */
export function signed(
  body: Body,
  key: string,
  { id = String(body["id"]), at = new Date(), raw = JSON.stringify(body) } = {},
): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(key).sign(id, at, raw),
  };
}
