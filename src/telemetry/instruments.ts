/**
 * Every metric that is exported: `docs/observability.md` explains them, and the dashboard and its alerts ask for no others. Names
 * of the OpenTelemetry conventions where there is one for it, and `ema.` otherwise. Durations are seconds, as there.
 */

type Kind = "counter" | "upDownCounter" | "histogram" | "gauge";

export interface Instrument {
  name: string;
  kind: Kind;
  /** UCUM. */
  unit: string;
  description: string;
  /** Every one that a point of it may have; few values each. */
  attributes: readonly string[];
  /** Bounds of a histogram's buckets. */
  buckets?: readonly number[];
}

/** Of what a caller waits for: fine where answers are good, up to where a call is lost. */
const waits = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 3, 5, 8];
/** As the conventions advise. */
const genAi = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const http = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

export const instruments = {
  callsActive: {
    name: "ema.calls.active",
    kind: "upDownCounter",
    unit: "{call}",
    description: "Calls going on.",
    attributes: ["ema.workspace.id"],
  },
  callDuration: {
    name: "ema.call.duration",
    kind: "histogram",
    unit: "s",
    description: "From the call's beginning to its end, by outcome.",
    attributes: ["ema.workspace.id", "ema.call.outcome"],
    buckets: [5, 15, 30, 60, 120, 180, 240, 300, 450, 600, 900, 1200, 1800],
  },
  turnLatency: {
    name: "ema.turn.latency",
    kind: "histogram",
    unit: "s",
    description: "The caller's last voiced sample to the agent's first.",
    attributes: ["ema.stage"],
    buckets: waits,
  },
  turnStep: {
    name: "ema.turn.step",
    kind: "histogram",
    unit: "s",
    description: "When a step of the turn was done, counted from the caller's last voiced sample.",
    attributes: ["ema.turn.step"],
    buckets: waits,
  },
  turnsTaken: {
    name: "ema.turns.taken",
    kind: "counter",
    unit: "{turn}",
    description: "Turns of callers that the agent took.",
    attributes: ["ema.stage"],
  },
  turnsWronglyTaken: {
    name: "ema.turns.wrongly_taken",
    kind: "counter",
    unit: "{turn}",
    description: "Turns taken from callers who went on at once, and got the floor back.",
    attributes: ["ema.stage", "ema.turn.evidence"],
  },
  turnsInterrupted: {
    name: "ema.turns.interrupted",
    kind: "counter",
    unit: "{turn}",
    description: "Turns of the agent that were not heard to their end.",
    attributes: ["ema.stage"],
  },
  interruptionsResumed: {
    name: "ema.interruptions.resumed",
    kind: "counter",
    unit: "{interruption}",
    description: "Sounds over the agent that were no interruption: it went on speaking.",
    attributes: [],
  },
  hazards: {
    name: "ema.hazards",
    kind: "counter",
    unit: "{hazard}",
    description: "Life-safety hazards heard, by category.",
    attributes: ["ema.hazard.category"],
  },
  providerCalls: {
    name: "ema.provider.calls",
    kind: "upDownCounter",
    unit: "{call}",
    description: "Calls going on, by the state of a provider in them.",
    attributes: ["ema.provider.kind", "ema.provider.state"],
  },
  providerFailures: {
    name: "ema.provider.failures",
    kind: "counter",
    unit: "{failure}",
    description: "Failures of a provider, each of which another took over.",
    attributes: ["ema.provider.kind", "error.type"],
  },
  operationDuration: {
    name: "gen_ai.client.operation.duration",
    kind: "histogram",
    unit: "s",
    description: "GenAI operation duration.",
    attributes: [
      "gen_ai.operation.name",
      "gen_ai.provider.name",
      "gen_ai.request.model",
      "ema.request.outcome",
      "error.type",
    ],
    buckets: genAi,
  },
  timeToFirstChunk: {
    name: "gen_ai.client.operation.time_to_first_chunk",
    kind: "histogram",
    unit: "s",
    description: "Time to receive the first chunk, measured from when the request is issued.",
    attributes: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model"],
    buckets: waits,
  },
  tokenUsage: {
    name: "gen_ai.client.token.usage",
    kind: "histogram",
    unit: "{token}",
    description: "Number of input and output tokens used.",
    attributes: [
      "gen_ai.operation.name",
      "gen_ai.provider.name",
      "gen_ai.request.model",
      "gen_ai.token.type",
    ],
    buckets: tokens,
  },
  outboxEvents: {
    name: "ema.outbox.events",
    kind: "gauge",
    unit: "{event}",
    description: "Webhooks in the queue of this machine, by state.",
    attributes: ["ema.outbox.state"],
  },
  outboxOldest: {
    name: "ema.outbox.oldest.age",
    kind: "gauge",
    unit: "s",
    description: "Age of the oldest webhook that waits; 0 when none does.",
    attributes: [],
  },
  requestDuration: {
    name: "http.server.request.duration",
    kind: "histogram",
    unit: "s",
    description: "Duration of HTTP server requests.",
    attributes: ["http.request.method", "http.route", "url.scheme", "http.response.status_code"],
    buckets: http,
  },
  activeRequests: {
    name: "http.server.active_requests",
    kind: "upDownCounter",
    unit: "{request}",
    description: "Number of active HTTP server requests; on the routes of streams, their readers.",
    attributes: ["http.request.method", "http.route", "url.scheme"],
  },
} as const satisfies Record<string, Instrument>;
