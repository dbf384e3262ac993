/** What the run's processes tell each other. Structured clones; times are milliseconds. */
import type { BehaviourInput } from "#src/local/behaviour.ts";
import type { NoiseOptions } from "#src/simulate/noise.ts";
import type { SpokenTurn } from "./callers/speak.ts";
import type { Heard } from "./callers/judge.ts";
import type { ContenderCall } from "./contender.ts";
import type { ReplyStyle } from "./replies.ts";
import type { Used } from "./result.ts";

/** Of a line that begins; `endMs` counts from its first sample. */
export interface Said {
  chunks: { words: { text: string; endMs: number }[]; endMs: number }[];
  /** When it began, by `monotonicNow()`. */
  at: number;
}

/** What the process of the stand-ins is asked for; each is answered with its `id`. */
export type EnginesRequest = { id: number } & (
  | { type: "speakAhead"; texts: readonly string[]; voice: "nova" }
  | { type: "open"; call: string; seed: string; behaviour: BehaviourInput; replies: ReplyStyle }
  | { type: "say"; call: string; said: Said }
  | { type: "close"; call: string }
);

export type EnginesAnswer =
  | { type: "ready"; port: number; apiUrl: string }
  | { type: "done"; id: number; asked?: AskedFor }
  | { type: "failed"; id: number; reason: string };

/** By the clock that processes share. */
export interface AskedFor {
  used: Used;
  /** When the model was asked for a reply. */
  at: readonly number[];
}

/** What came over a call's line, by the same clock. */
export type CallOutcome = Omit<Heard, "asked">;

/** A call to take, with all that its caller will say. */
export interface CallOrder extends Omit<ContenderCall, "audioIn" | "audioOut"> {
  noise: NoiseOptions;
  turns: readonly SpokenTurn[];
}

export type ContenderRequest =
  | { type: "call"; order: CallOrder }
  | { type: "measure" }
  /** Closes what it opened, and ends. */
  | { type: "finish" };

export type ContenderAnswer =
  | { type: "ready" }
  | { type: "say"; call: string; said: Said }
  | { type: "ended"; call: string; outcome: CallOutcome }
  | { type: "failed"; call: string; reason: string }
  | { type: "measured"; measured: Measured };

/** Of a process. */
export interface Measured {
  /** CPU time since its beginning. */
  cpuMs: number;
  /** Resident set, after the garbage was collected. */
  rssMiB: number;
}
