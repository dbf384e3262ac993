/** What reports of calls add to the metrics. Call ids are in none: each would make a series of its own. */
import type { Attributes } from "@opentelemetry/api";
import { instruments } from "./instruments.ts";
import type { Meters } from "./meters.ts";
import { chatAttributes } from "./gen-ai.ts";
import type { CallReport, ModelRequest, Report, TurnReport } from "./report.ts";

interface Going {
  workspace: Attributes;
  begunAt: number;
  health: Map<string, Attributes>;
}

const steps = {
  recognition: "stt_final_ms",
  end_of_turn: "end_of_turn_ms",
  first_token: "first_token_ms",
  first_sentence: "first_sentence_ms",
  first_audio: "first_audio_ms",
} as const;

export function callMetrics(meters: Meters): Report {
  const going = new Map<string, Going>();

  function begin({ callId, workspaceId, at }: Extract<CallReport, { kind: "began" }>): void {
    const workspace = { "ema.workspace.id": workspaceId };
    going.set(callId, { workspace, begunAt: at, health: new Map() });
    meters.add(instruments.callsActive, 1, workspace);
  }

  function end(call: Going, { callId, at, outcome }: Extract<CallReport, { kind: "ended" }>): void {
    going.delete(callId);
    meters.add(instruments.callsActive, -1, call.workspace);
    for (const state of call.health.values()) meters.add(instruments.providerCalls, -1, state);
    meters.record(instruments.callDuration, (at - call.begunAt) / 1000, {
      ...call.workspace,
      "ema.call.outcome": outcome,
    });
  }

  function health({ health }: Going, { provider, state }: Extract<CallReport, { kind: "health" }>): void {
    const before = health.get(provider);
    if (before !== undefined) meters.add(instruments.providerCalls, -1, before);
    const now = { "ema.provider.kind": provider, "ema.provider.state": state };
    health.set(provider, now);
    meters.add(instruments.providerCalls, 1, now);
  }

  function turn({ latency, stage, interrupted, requests }: TurnReport): void {
    const at = { "ema.stage": stage };
    if (interrupted) meters.add(instruments.turnsInterrupted, 1, at);
    for (const request of requests) modelRequest(request);
    if (latency === undefined) return;
    meters.record(instruments.turnLatency, latency.wait_ms / 1000, at);
    for (const [step, figure] of Object.entries(steps)) {
      const ms = latency[figure];
      if (ms !== undefined) meters.record(instruments.turnStep, ms / 1000, { "ema.turn.step": step });
    }
  }

  function modelRequest(request: ModelRequest): void {
    const { startedAt, firstChunkAt, endedAt, outcome, tokens } = request;
    const chat = chatAttributes(request.model);
    const refused = outcome === "refused" ? { "error.type": "refused" } : {};
    meters.record(instruments.operationDuration, (endedAt - startedAt) / 1000, {
      ...chat,
      ...refused,
      "ema.request.outcome": outcome,
    });
    if (firstChunkAt !== undefined)
      meters.record(instruments.timeToFirstChunk, (firstChunkAt - startedAt) / 1000, chat);
    if (tokens === undefined) return;
    meters.record(instruments.tokenUsage, tokens.input, { ...chat, "gen_ai.token.type": "input" });
    meters.record(instruments.tokenUsage, tokens.output, { ...chat, "gen_ai.token.type": "output" });
  }

  return (report) => {
    if (report.kind === "began") return begin(report);
    const call = going.get(report.callId);
    if (call === undefined) return;
    switch (report.kind) {
      case "health":
        return health(call, report);
      case "failure":
        return meters.add(instruments.providerFailures, 1, {
          "ema.provider.kind": report.provider,
          "error.type": report.error,
        });
      case "taken":
        return meters.add(instruments.turnsTaken, 1, { "ema.stage": report.stage });
      case "wronglyTaken":
        return meters.add(instruments.turnsWronglyTaken, 1, {
          "ema.stage": report.stage,
          "ema.turn.evidence": report.evidence,
        });
      case "resumed":
        return meters.add(instruments.interruptionsResumed, 1, {});
      case "hazard":
        return meters.add(instruments.hazards, 1, { "ema.hazard.category": report.category });
      case "turn":
        return turn(report);
      case "requests":
        return report.requests.forEach(modelRequest);
      case "ended":
        return end(call, report);
    }
  };
}
