/**
 * The webhook contract, as sent and as received. Objects let unknown keys pass (they are left out of what is parsed), so
 * that a newer agent does not break an older receiver.
 */
import { z } from "zod";

/** Header that bears the workspace's shared secret; a receiver answers 401 when it is wrong or missing. */
export const secretHeader = "X-Webhook-Secret";

/** Events that are sent only where the workspace turns them on. */
const optInEventTypes = [
  "hazard_detected",
  "intake_recorded",
  "dispatch_requested",
  "transfer_requested",
  "provider_degraded",
] as const;

const envelope = z.object({
  /** Unique, and the same on every retry: the receiver's idempotency key. Equal to the header `webhook-id`. */
  id: z.string().min(1),
  /** From 0, without gaps within a call: the receiver sees a loss. */
  sequence: z.number().int().min(0),
  workspace_id: z.string().min(1),
  /** The room's name; stable for the call. */
  session_id: z.string().min(1),
  /** The SIP call id, absent when there is none. */
  call_sid: z.string().min(1).optional(),
  /** When it happened: ISO 8601, UTC, milliseconds. */
  timestamp: z.iso.datetime({ precision: 3 }),
});

/**
 * Milliseconds from the last voiced sample of the caller's turn. A stage that speculation finished before that sample has
 * a negative figure; one that did not happen is absent.
 */
const latencySchema = z.object({
  /** To the agent's first sample: what the caller waited. */
  wait_ms: z.number(),
  vad_ms: z.number().optional(),
  stt_final_ms: z.number().optional(),
  end_of_turn_ms: z.number().optional(),
  first_token_ms: z.number().optional(),
  first_sentence_ms: z.number().optional(),
  first_audio_ms: z.number().optional(),
});

const callInitiated = envelope.extend({
  event_type: z.literal("call_initiated"),
  data: z.object({
    /** Dialled and calling number, versions of chart, prompts and app. */
    metadata: z.record(z.string(), z.string()),
    started_at: z.iso.datetime({ precision: 3 }),
  }),
});

const utterance = envelope.extend({
  event_type: z.literal("utterance"),
  data: z.object({
    speaker: z.enum(["tenant", "agent"]),
    /** What was heard; of an interrupted agent, only the words that were played. */
    text: z.string(),
    /** From 0, counted over both speakers. */
    turn_index: z.number().int().min(0),
    stage: z.string().min(1),
    interrupted: z.boolean(),
    latency: latencySchema.optional(),
  }),
});

const callEnded = envelope.extend({
  event_type: z.literal("call_ended"),
  data: z.object({
    duration_seconds: z.number().min(0),
    total_turns: z.number().int().min(0),
    final_stage: z.string().min(1),
  }),
});

const optInEvent = envelope.extend({
  event_type: z.enum(optInEventTypes),
  data: z.record(z.string(), z.unknown()),
});

/** The body of every request of the contract. */
export const webhookEventSchema = z.discriminatedUnion("event_type", [
  callInitiated,
  utterance,
  callEnded,
  optInEvent,
]);

export type WebhookEvent = z.infer<typeof webhookEventSchema>;
export type WebhookEventType = WebhookEvent["event_type"];

/** What a call tells; the outbox adds the rest of the envelope. */
export type ToldEvent = WithoutEnvelope<WebhookEvent>;
type WithoutEnvelope<Event> = Event extends WebhookEvent ? Pick<Event, "event_type" | "data"> : never;

/** Where each type is posted, below the workspace's URL. */
export const webhookPaths = {
  call_initiated: "/webhooks/livekit/call-initiated",
  utterance: "/webhooks/livekit/utterance",
  call_ended: "/webhooks/livekit/call-ended",
  hazard_detected: "/webhooks/livekit/event",
  intake_recorded: "/webhooks/livekit/event",
  dispatch_requested: "/webhooks/livekit/event",
  transfer_requested: "/webhooks/livekit/event",
  provider_degraded: "/webhooks/livekit/event",
} as const satisfies Record<WebhookEventType, string>;

export function isOptIn(type: WebhookEventType): boolean {
  return (optInEventTypes as readonly string[]).includes(type);
}
