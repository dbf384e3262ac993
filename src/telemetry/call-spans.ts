/**
 * A call is a trace: its turns are spans below the call's, and what a turn waited for lies below the turn. Spans are made when a
 * turn is over, with the times at which things happened.
 */
import type { Attributes, Context, HrTime, Span, Tracer } from "@opentelemetry/api";
import { requestAttributes, toolAttributes } from "./gen-ai.ts";
import type { CallReport, ModelRequest, Report, TurnReport } from "./report.ts";

/** What this file needs of `@opentelemetry/api`, which is loaded only where something is exported. */
export interface Tracing {
  tracer: Tracer;
  /** A span without a parent, or below one. */
  below: (parent: Span | undefined) => Context;
  /** Of `SpanKind` and `SpanStatusCode`. */
  kinds: { server: number; client: number };
  failed: number;
}

interface Made {
  name: string;
  startedAt: number;
  endedAt: number;
  attributes?: Attributes;
  kind?: number;
  failed?: boolean;
}

/** In the order in which a turn goes through them when nothing is guessed. */
const steps = [
  ["recognition", "stt_final_ms"],
  ["end of turn", "end_of_turn_ms"],
  ["first token", "first_token_ms"],
  ["first sentence", "first_sentence_ms"],
  ["first audio", "first_audio_ms"],
] as const;

export function callSpans({ tracer, below, kinds, failed }: Tracing): Report {
  const calls = new Map<string, { span: Span; attributes: Attributes }>();

  function make(parent: Span, { name, startedAt, endedAt, attributes = {}, ...made }: Made): Span {
    const kind = made.kind === undefined ? {} : { kind: made.kind };
    const span = tracer.startSpan(name, { startTime: time(startedAt), attributes, ...kind }, below(parent));
    if (made.failed === true) span.setStatus({ code: failed });
    span.end(time(endedAt));
    return span;
  }

  function begin({ callId, workspaceId, resumed, at }: Extract<CallReport, { kind: "began" }>): void {
    const attributes = { "gen_ai.conversation.id": callId, "ema.workspace.id": workspaceId };
    const span = tracer.startSpan(
      "call",
      {
        kind: kinds.server,
        startTime: time(at),
        attributes: { ...attributes, "ema.call.resumed": resumed },
      },
      below(undefined),
    );
    calls.set(callId, { span, attributes });
  }

  function turn(call: Span, of: Attributes, report: TurnReport): void {
    const { startedAt, soundedAt, endedAt, stage, interrupted, latency, tools, requests } = report;
    const whole = { startedAt, endedAt: Math.max(endedAt, soundedAt) };
    const span = make(call, {
      // What answers nobody, a fixed phrase mostly, is no turn.
      name: latency === undefined ? "utterance" : "turn",
      ...whole,
      attributes: {
        ...of,
        "ema.stage": stage,
        "ema.turn.interrupted": interrupted,
        ...(latency === undefined ? {} : { "ema.turn.latency": latency.wait_ms / 1000 }),
      },
    });
    for (const step of waterfall(report)) make(span, step);
    for (const request of requests) make(span, within(whole, requestSpan(request)));
    for (const { name, ...times } of tools)
      make(span, within(whole, { name: `execute_tool ${name}`, ...times, attributes: toolAttributes(name) }));
    if (latency !== undefined) make(span, { name: "reply", startedAt: soundedAt, endedAt: whole.endedAt });
  }

  const requestSpan = (request: ModelRequest): Made => ({
    name: `chat ${request.model}`,
    startedAt: request.startedAt,
    endedAt: request.endedAt,
    attributes: requestAttributes(request),
    kind: kinds.client,
    failed: request.outcome === "refused",
  });

  function end(callId: string, span: Span, at: number, outcome: string): void {
    calls.delete(callId);
    span.setAttribute("ema.call.outcome", outcome);
    if (outcome === "processDied") span.setStatus({ code: failed });
    span.end(time(at));
  }

  return (report) => {
    if (report.kind === "began") return begin(report);
    const call = calls.get(report.callId);
    if (call === undefined) return;
    const { span, attributes } = call;
    switch (report.kind) {
      case "turn":
        return turn(span, attributes, report);
      case "requests":
        for (const request of report.requests) make(span, requestSpan(request));
        return;
      case "wronglyTaken":
        span.addEvent(
          "turn wrongly taken",
          { "ema.stage": report.stage, "ema.turn.evidence": report.evidence },
          time(report.at),
        );
        return;
      case "failure":
        span.addEvent(
          "provider failed",
          { "ema.provider.kind": report.provider, "error.type": report.error },
          time(report.at),
        );
        return;
      case "hazard":
        span.addEvent("hazard heard", { "ema.hazard.category": report.category }, time(report.at));
        return;
      case "ended":
        return end(report.callId, span, report.at, report.outcome);
      case "health":
      case "taken":
      case "resumed":
        return;
    }
  };
}

/**
 * The wait, cut at the moments at which its steps were done: each begins where the one done before it ended, whatever the order
 * was. A reply that is guessed has its first token before the turn is known to be over.
 */
function waterfall({ startedAt, soundedAt, latency }: TurnReport): Made[] {
  if (latency === undefined) return [];
  const done = steps.flatMap(([name, figure]) => {
    const ms = latency[figure];
    return ms === undefined ? [] : [{ name, at: Math.min(startedAt + ms, soundedAt) }];
  });
  let from = startedAt;
  return [...done.toSorted((one, other) => one.at - other.at), { name: "playout", at: soundedAt }].map(
    ({ name, at }) => {
      const step = { name, startedAt: from, endedAt: at };
      from = at;
      return step;
    },
  );
}

/** Seconds and nanoseconds: a bare number from before this process began would be taken for one since then. */
const time = (at: number): HrTime => [Math.floor(at / 1000), Math.round((at % 1000) * 1e6)];

/** Of what a turn began, a rest may go on for a moment when the turn is over. */
const within = (whole: { startedAt: number; endedAt: number }, made: Made): Made => ({
  ...made,
  startedAt: Math.min(Math.max(made.startedAt, whole.startedAt), whole.endedAt),
  endedAt: Math.min(Math.max(made.endedAt, whole.startedAt), whole.endedAt),
});
