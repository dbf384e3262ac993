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
  /** Somebody is sent, or, with the reason `unacknowledged`, the next on the ladder since nobody said that they come. */
  "dispatch_requested",
  /** Whoever was sent last says that they come: `attempt` as in `dispatch_requested`, and `number` where it bore one. */
  "dispatch_acknowledged",
  /** The same of one who does not come; if there is another to ask, a `dispatch_requested` follows. */
  "dispatch_declined",
  /** `number` is being called, to be given the caller. */
  "transfer_requested",
  /** A human has answered at `number`, and has the caller. */
  "transfer_answered",
  /** Nobody answered at `number`; `next` is called now, or, without it, the caller is back with the agent. */
  "transfer_failed",
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

/** What was used, by the units in which it is billed; what was not used is absent. */
export const usageSchema = z.object({
  /** The agent's time in the LiveKit room; the caller is in it for as long. */
  livekit_seconds: z.number().min(0).optional(),
  /** Audio sent to Deepgram to be recognized. */
  deepgram_seconds: z.number().min(0).optional(),
  /** Audio sent to OpenAI's transcription. */
  openai_transcription_seconds: z.number().min(0).optional(),
  /** By model. */
  llm: z
    .record(
      z.string(),
      z.object({
        requests: z.number().int().min(0),
        /** The cached ones are among them. */
        input_tokens: z.number().int().min(0),
        cached_input_tokens: z.number().int().min(0),
        output_tokens: z.number().int().min(0),
        /** Of so many of the requests the tokens are an estimate, since they were broken off. */
        estimated_requests: z.number().int().min(0).optional(),
      }),
    )
    .optional(),
  /** Asked to be spoken, heard or not, by voice model. */
  tts_characters: z.record(z.string(), z.number().int().min(0)).optional(),
});

export type Usage = z.infer<typeof usageSchema>;

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
    /** With an agent's turn: used since the agent's turn before it. */
    usage: usageSchema.optional(),
  }),
});

const callEnded = envelope.extend({
  event_type: z.literal("call_ended"),
  data: z.object({
    duration_seconds: z.number().min(0),
    total_turns: z.number().int().min(0),
    final_stage: z.string().min(1),
    /** By the process that tells it, in the whole call: more than the turns' sum, or less where another began the call. */
    usage: usageSchema.optional(),
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
  dispatch_acknowledged: "/webhooks/livekit/event",
  dispatch_declined: "/webhooks/livekit/event",
  transfer_requested: "/webhooks/livekit/event",
  transfer_answered: "/webhooks/livekit/event",
  transfer_failed: "/webhooks/livekit/event",
  provider_degraded: "/webhooks/livekit/event",
} as const satisfies Record<WebhookEventType, string>;

export function isOptIn(type: WebhookEventType): boolean {
  return (optInEventTypes as readonly string[]).includes(type);
}
