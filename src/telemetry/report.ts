/**
 * What is told of a call to whoever measures it: times, states and names of ours. Nothing that was said, no name and no number is
 * in it, so that nothing downstream can let it out. `at`, `startedAt`, … are milliseconds since the epoch, fractions kept.
 */
import { z } from "zod";

const stage = z.string();
const provider = z.enum(["stt", "llm", "tts"]);
const latency = z.object({
  wait_ms: z.number(),
  vad_ms: z.number().optional(),
  stt_final_ms: z.number().optional(),
  end_of_turn_ms: z.number().optional(),
  first_token_ms: z.number().optional(),
  first_sentence_ms: z.number().optional(),
  first_audio_ms: z.number().optional(),
});

/** One request to a language model. */
const request = z.object({
  model: z.string(),
  startedAt: z.number(),
  firstChunkAt: z.number().optional(),
  endedAt: z.number(),
  /** `brokenOff`: called off, as most guesses are, or failed amid the answer. `refused`: the vendor did not take it. */
  outcome: z.enum(["completed", "brokenOff", "refused"]),
  /** Where the vendor told them. */
  tokens: z.object({ input: z.number(), cachedInput: z.number(), output: z.number() }).optional(),
});
const tool = z.object({ name: z.string(), startedAt: z.number(), endedAt: z.number() });

const of = { callId: z.string() };
export const reportSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("began"),
    ...of,
    at: z.number(),
    workspaceId: z.string(),
    resumed: z.boolean(),
  }),
  /** A provider is in this state of the chart's from now on. */
  z.object({ kind: z.literal("health"), ...of, provider, state: z.string() }),
  z.object({ kind: z.literal("failure"), ...of, at: z.number(), provider, error: z.string() }),
  /** The agent took a turn of the caller's. */
  z.object({ kind: z.literal("taken"), ...of, stage }),
  z.object({
    kind: z.literal("wronglyTaken"),
    ...of,
    at: z.number(),
    stage,
    evidence: z.enum(["beforeReply", "overReply", "lateWords"]),
  }),
  /** A sound over the agent was no interruption, and it went on speaking. */
  z.object({ kind: z.literal("resumed"), ...of }),
  z.object({ kind: z.literal("hazard"), ...of, at: z.number(), category: z.string() }),
  /** The agent has said something: an answer, with what the caller waited for, or of its own accord. */
  z.object({
    kind: z.literal("turn"),
    ...of,
    stage,
    /** The caller's last voiced sample; of what answers nobody, its own first sample. */
    startedAt: z.number(),
    soundedAt: z.number(),
    endedAt: z.number(),
    interrupted: z.boolean(),
    latency: latency.optional(),
    tools: z.array(tool),
    requests: z.array(request),
  }),
  /** What belongs to no turn: guesses that were thrown away, mostly. */
  z.object({ kind: z.literal("requests"), ...of, requests: z.array(request) }),
  z.object({ kind: z.literal("ended"), ...of, at: z.number(), outcome: z.string() }),
]);

export type CallReport = z.output<typeof reportSchema>;
export type TurnReport = Extract<CallReport, { kind: "turn" }>;
export type ModelRequest = z.output<typeof request>;
export type ToolRun = z.output<typeof tool>;
export type Evidence = Extract<CallReport, { kind: "wronglyTaken" }>["evidence"];

/** Returns at once, and never throws. */
export type Report = (report: CallReport) => void;
