import { describe, expect, it } from "vitest";
import type { OutboundEvent } from "#src/call/ports.ts";
import { isOptIn, type ToldEvent, webhookEventSchema, webhookPaths } from "#src/outbox/contract.ts";

const envelope = {
  id: "0b0e5c5e-7f7e-4f0c-9d9a-1c5d1f1e2a3b",
  sequence: 0,
  workspace_id: "harbour",
  session_id: "room-1",
  timestamp: "2026-01-31T23:59:59.999Z",
};

const told: OutboundEvent[] = [
  {
    event_type: "call_initiated",
    data: { metadata: { app: "0.1.0" }, started_at: "2026-01-31T23:59:59.000Z" },
  },
  {
    event_type: "utterance",
    data: {
      speaker: "agent",
      text: "Please leave the flat.",
      turn_index: 3,
      stage: "safetyCheck",
      interrupted: true,
      latency: { wait_ms: 612.5, first_token_ms: -40 },
    },
  },
  { event_type: "call_ended", data: { duration_seconds: 0, total_turns: 0, final_stage: "welcome" } },
  { event_type: "hazard_detected", data: { category: "gas" } },
];

describe("the webhook contract", () => {
  it("accepts every event that a call tells, and keeps all of it", () => {
    const events: ToldEvent[] = told;
    const bodies = events.map((event) => ({ ...envelope, ...event }));
    expect(bodies.map((body) => webhookEventSchema.parse(body))).toEqual(bodies);
  });

  it("lets unknown keys pass, so that a newer agent does not break an older receiver", () => {
    const body = { ...envelope, ...told[2] };
    expect(webhookEventSchema.parse({ ...body, region: "eu" })).toEqual(body);
  });

  it.each([
    ["a time without milliseconds", { timestamp: "2026-01-31T23:59:59Z" }],
    ["a time that is not UTC", { timestamp: "2026-01-31T23:59:59.999+01:00" }],
    ["a negative sequence", { sequence: -1 }],
    ["an unknown type", { event_type: "call_paused" }],
    ["another type's data", { event_type: "utterance" }],
    ["an empty call id", { call_sid: "" }],
  ])("refuses %s", (_, wrong) => {
    const body = { ...envelope, ...told[2] };
    expect(webhookEventSchema.safeParse(body).success).toBe(true);
    expect(webhookEventSchema.safeParse({ ...body, ...wrong }).success).toBe(false);
  });

  it("has a path for every type, and one for all that is opt-in", () => {
    expect(webhookPaths).toEqual({
      call_initiated: "/webhooks/livekit/call-initiated",
      utterance: "/webhooks/livekit/utterance",
      call_ended: "/webhooks/livekit/call-ended",
      hazard_detected: "/webhooks/livekit/event",
      intake_recorded: "/webhooks/livekit/event",
      dispatch_requested: "/webhooks/livekit/event",
      dispatch_acknowledged: "/webhooks/livekit/event",
      dispatch_declined: "/webhooks/livekit/event",
      transfer_requested: "/webhooks/livekit/event",
      transfer_answered: "/webhooks/livekit/event",
      transfer_failed: "/webhooks/livekit/event",
      provider_degraded: "/webhooks/livekit/event",
    });
    expect(told.map((event) => isOptIn(event.event_type))).toEqual([false, false, false, true]);
  });
});
