/** What a run of the benchmark found out: every sample of it, from the audio on the line. Times are milliseconds. */
import type { ContenderName } from "./contender.ts";

export const profileNames = ["seed", "measured", "fast"] as const;
export type ProfileName = (typeof profileNames)[number];

export const callerNames = ["short", "stories", "hesitations", "sounds", "barge-ins"] as const;
export type CallerName = (typeof callerNames)[number];

export const audioNames = ["wideband", "telephone"] as const;
export type AudioName = (typeof audioNames)[number];

export interface BenchResult {
  /** ISO 8601. */
  at: string;
  machine: { cores: number; processor: string; memoryGiB: number; node: string; agents: string };
  /** Of every contender, profile and caller at least so many turns were asked for. */
  turns: number;
  seed: number;
  profiles: readonly Profile[];
  cells: readonly Cell[];
  resources: readonly Resources[];
}

export interface Profile {
  name: ProfileName;
  /** One sentence for a reader. */
  description: string;
  /** Of recognition, the model's first token, and the first byte of speech. `p95` equals `p50` where there is no spread. */
  stt: Spread;
  llm: Spread;
  tts: Spread;
  perTokenMs: number;
  /** A perfect scheduler, which knows in advance that the turn is over: last voiced sample to first sample. */
  floor: Spread;
}

export interface Spread {
  p50: number;
  p95: number;
}

/** One contender with one caller, over one kind of line, with one profile. */
export interface Cell {
  contender: ContenderName;
  profile: ProfileName;
  caller: CallerName;
  audio: AudioName;
  calls: number;
  turns: readonly Turn[];
  bargeIns: readonly Interruption[];
  sounds: readonly SoundMade[];
  used: Used;
}

export interface Turn {
  /** Caller's last voiced sample to the agent's first; absent when the turn was taken before its end, or never answered. */
  waitMs?: number;
  /** The agent spoke while the caller had not finished. */
  wronglyTaken: boolean;
}

/** The caller spoke while the agent did. */
export interface Interruption {
  /** Caller's first voiced sample to the end of the agent's last one; absent when it was not silenced by it. */
  silencedMs?: number;
}

/** The caller coughed or murmured while the agent spoke, and wanted nothing. */
export interface SoundMade {
  kind: "cough" | "mhm";
  /** The agent fell silent for it before its speech was over. */
  silenced: boolean;
  /** It went on with what it was saying; absent where it was not silenced. */
  resumed?: boolean;
}

export interface Used {
  llmRequests: number;
  /** Of those, how many were broken off. */
  llmBrokenOff: number;
  inputTokens: number;
  outputTokens: number;
  ttsCharacters: number;
}

/** Of a process that runs so many calls at once. */
export interface Resources {
  contender: ContenderName;
  callsAtOnce: number;
  /** CPU time, of a second of a call, that goes to the call: what callers take, who are in the same process, is taken off. */
  cpuSecondsPerCallSecond: number;
  /** Resident set above that of the same process before its calls, for each of them. */
  memoryMiBPerCall: number;
}
