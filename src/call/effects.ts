/** What the chart's effects do. Each returns at once; none throws into the chart; none is waited for. */
import type { CallContext, Provider, Urgency } from "#machines/call/types.ts";
import { guarded, type LiveCall, liveCall } from "./live-call.ts";
import type { OutboundEvent } from "./ports.ts";

interface Args {
  context: CallContext;
}

/** An effect that logs its name and keeps what it throws away from the chart. */
const effect =
  <Params = unknown>(name: string, work: (call: LiveCall, context: CallContext, params: Params) => void) =>
  ({ context }: Args, params: Params): void => {
    const call = liveCall(context.callId);
    call.log({ kind: "effect", name });
    guarded(call, name, () => work(call, context, params));
  };

export const effects = {
  /** A caller who is refused is told so, and not listened to. */
  startHearing: effect("startHearing", (call, context) => {
    if (context.refusal === undefined) call.ports.hearing.start(call.send);
  }),
  reopenRecognizer: effect("reopenRecognizer", (call) => call.ports.hearing.reopen()),
  useSecondRecognizer: effect("useSecondRecognizer", (call) => call.ports.hearing.useSecond()),
  useFirstVoice: effect("useFirstVoice", (call) => call.ports.voice.use("first")),
  useSecondVoice: effect("useSecondVoice", (call) => call.ports.voice.use("second")),
  askEndOfTurn: effect("askEndOfTurn", (call) => call.ports.hearing.askEndOfTurn()),
  pausePlayout: effect("pausePlayout", (call) => call.ports.voice.pause()),
  resumePlayout: effect("resumePlayout", (call) => call.ports.voice.resume()),
  resumeClause: effect("resumeClause", (call) => call.ports.voice.resumeClause()),
  playFiller: effect("playFiller", (call) =>
    call.speaking?.utterance.filler(call.conversation.turns % 2 === 0 ? "filler1" : "filler2"),
  ),
  startRecording: effect("startRecording", (call) => call.ports.line.startRecording()),
  hangUp: effect("hangUp", (call) => call.ports.line.hangUp()),

  recordTenantTurn: effect<{ text: string }>("recordTenantTurn", (call, context, { text }) => {
    if (text === "") return;
    call.trace.taken(context.voicedUntil, call.ports.clock.now());
    const stage = call.stage();
    const index = call.conversation.tenantSaid(text);
    call.log({ kind: "turn", index, speaker: "tenant", text, stage, interrupted: false });
    tell(call, {
      event_type: "utterance",
      data: { speaker: "tenant", text, turn_index: index, stage, interrupted: false },
    });
  }),

  recordAgentTurn: effect("recordAgentTurn", (call) => {
    if (!call.speaking) return;
    const { utterance, latency } = call.speaking;
    call.speaking = undefined;
    const { text, complete } = utterance.heard();
    if (text === "") return;
    const stage = call.stage();
    const interrupted = !complete;
    const index = call.conversation.agentSaid(text, interrupted);
    const waited = latency ? { latency } : {};
    const usage = call.ports.usage?.sinceTold();
    const used = usage ? { usage } : {};
    call.log({ kind: "turn", index, speaker: "agent", text, stage, interrupted, ...waited });
    tell(call, {
      event_type: "utterance",
      data: { speaker: "agent", text, turn_index: index, stage, interrupted, ...waited, ...used },
    });
  }),

  sendCallInitiated: effect("sendCallInitiated", (call) => {
    if (call.told) return;
    tell(call, {
      event_type: "call_initiated",
      data: { metadata: call.metadata, started_at: call.startedAt.toISOString() },
    });
  }),
  sendCallEnded: effect("sendCallEnded", (call) =>
    tell(call, {
      event_type: "call_ended",
      data: {
        duration_seconds: Math.round((Date.now() - call.startedAt.getTime()) / 100) / 10,
        total_turns: call.conversation.turns,
        final_stage: call.stage(),
        ...(call.ports.usage ? { usage: call.ports.usage.totals() } : {}),
      },
    }),
  ),
  sendHazardDetected: effect("sendHazardDetected", (call, context) =>
    tell(call, { event_type: "hazard_detected", data: { category: context.hazards.at(-1) } }),
  ),
  sendIntakeRecorded: effect("sendIntakeRecorded", (call, context) =>
    tell(call, { event_type: "intake_recorded", data: { facts: context.facts } }),
  ),
  sendDispatchRequested: effect<{ vendor: string; trade: string; urgency: Urgency }>(
    "sendDispatchRequested",
    (call, context, params) =>
      tell(call, {
        event_type: "dispatch_requested",
        data: { ...params, reason: "confirmed", ...asking(context), facts: context.facts },
      }),
  ),
  dispatchEvacuation: effect("dispatchEvacuation", (call, context) =>
    sendUnconfirmedDispatch(call, context, "evacuation"),
  ),
  dispatchUnfinished: effect("dispatchUnfinished", (call, context) =>
    sendUnconfirmedDispatch(call, context, whyUnfinished(context)),
  ),
  sendDispatchEscalated: effect("sendDispatchEscalated", (call, context) =>
    sendUnconfirmedDispatch(call, context, "unacknowledged"),
  ),
  sendDispatchAcknowledged: effect("sendDispatchAcknowledged", (call, context) =>
    tell(call, { event_type: "dispatch_acknowledged", data: whoseAnswer(context) }),
  ),
  sendDispatchDeclined: effect("sendDispatchDeclined", (call, context) =>
    tell(call, { event_type: "dispatch_declined", data: whoseAnswer(context) }),
  ),
  sendTransferRequested: effect("sendTransferRequested", (call, context) =>
    tell(call, {
      event_type: "transfer_requested",
      data: { number: context.ladder[context.rung] },
    }),
  ),
  sendTransferAnswered: effect("sendTransferAnswered", (call, context) =>
    tell(call, { event_type: "transfer_answered", data: { number: context.ladder[context.rung] } }),
  ),
  sendTransferFailed: effect("sendTransferFailed", (call, { ladder, rung }) =>
    tell(call, {
      event_type: "transfer_failed",
      data: { number: ladder[rung], ...(rung + 1 < ladder.length ? { next: ladder[rung + 1] } : {}) },
    }),
  ),
  sendProviderDegraded: effect<{ provider: Provider; state: "degraded" | "down" }>(
    "sendProviderDegraded",
    (call, _context, { provider, state }) =>
      tell(call, { event_type: "provider_degraded", data: { provider, state } }),
  ),
};

/** Written to the queue and forgotten: nothing in the call waits for its delivery. */
function tell(call: LiveCall, event: OutboundEvent): void {
  call.log({ kind: "webhook", eventType: event.event_type });
  call.ports.outbox.enqueue(event);
}

/** Nobody read the facts back to the caller: whoever is sent is told so. */
function sendUnconfirmedDispatch(
  call: LiveCall,
  context: CallContext,
  reason: "evacuation" | "unacknowledged" | ReturnType<typeof whyUnfinished>,
): void {
  tell(call, {
    event_type: "dispatch_requested",
    data: {
      vendor: "on-call ladder",
      trade: context.facts.trade ?? "general",
      urgency: context.hazards.length > 0 ? "lifeSafety" : (context.facts.urgency ?? "emergency"),
      reason,
      hazards: context.hazards,
      ...asking(context),
      caller_number: context.callerNumber,
      facts: context.facts,
    },
  });
}

/** Whose answer it is: the first who was sent has no number on the ladder. */
function whoseAnswer({
  asked: attempt,
  ladder,
}: Pick<CallContext, "asked" | "ladder">): Record<string, unknown> {
  const number = ladder[attempt - 1];
  return { attempt, ...(number === undefined ? {} : { number }) };
}

/** Who is to say that they come, how long they have, and who is asked next: the receiver goes on when the call has ended. */
function asking({ acknowledgeMs, asked, ladder }: CallContext): Record<string, unknown> {
  if (acknowledgeMs === undefined) return {};
  return {
    ...whoseAnswer({ asked, ladder }),
    acknowledge_seconds: Math.round(acknowledgeMs / 1000),
    next: ladder.slice(asked),
  };
}

function whyUnfinished({
  endWanted,
  mustEnd,
  mute,
}: CallContext): "callerSilent" | "notHeard" | "timeOver" | "hungUp" {
  if (mute >= 2) return "notHeard";
  if (endWanted === "silent") return "callerSilent";
  return mustEnd ? "timeOver" : "hungUp";
}
