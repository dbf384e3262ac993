/** What the engines were asked during a call, for tests and reports. Times are `performance.now()` milliseconds. */
import type { ChatRequest } from "./chat-request.ts";

/** `aborted`: the client left before the answer was complete. `fault`: the answer was spoilt on purpose. */
type Outcome = "open" | "complete" | "aborted" | "fault" | "refused";

export interface ListenRecord {
  at: number;
  /** The query of the upgrade request: model, sample_rate, keyterm and the like. */
  query: URLSearchParams;
  audioBytes: number;
  /** The types of the control messages, in order: KeepAlive, Finalize, CloseStream. */
  controls: string[];
  outcome: Outcome;
}

export interface ChatRecord {
  at: number;
  /** `undefined` when the body was refused. */
  body: ChatRequest | undefined;
  /** Tokens: of the prompt, and of the answer as far as it was sent. Nothing for what was refused. */
  billed: { input: number; output: number };
  outcome: Outcome;
}

export interface SpeechRecord {
  at: number;
  /** `undefined` when the body was refused. */
  input: string | undefined;
  voice: string | undefined;
  outcome: Outcome;
}

export interface TranscriptionRecord {
  at: number;
  /** `undefined` when the body was refused. */
  model: string | undefined;
  prompt: string | undefined;
  audioMs: number;
  outcome: Outcome;
}

export interface Requests {
  listen: ListenRecord[];
  chat: ChatRecord[];
  speech: SpeechRecord[];
  transcription: TranscriptionRecord[];
  aura: SpeechRecord[];
}
