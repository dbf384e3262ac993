/** Whoever answers the benchmark's calls: the same audio, the same detector and the same stand-ins for each of them. */
import type { AudioSink, AudioSource } from "#src/call/ports.ts";

/** In the order in which they are shown. */
export const contenderNames = [
  "ema",
  "session-default",
  "session-tuned",
  "session-manual-chart",
  "synchronous",
] as const;
export type ContenderName = (typeof contenderNames)[number];

export interface ContenderCall {
  callId: string;
  /** The caller's: 16 kHz, 20 ms a frame, in real time. */
  audioIn: AudioSource;
  /** What is written is heard: 24 kHz, 20 ms a frame, at the pace at which it is to be heard. */
  audioOut: AudioSink;
  /** `baseUrl` of the Deepgram plugin. */
  deepgramUrl: string;
  /** `baseURL` of the OpenAI plugins. */
  openaiUrl: string;
  /** Origin of a server that takes any POST and answers 200 after so long as an API takes. */
  apiUrl: string;
}

export interface Contender {
  /** Picks up: greets, and answers every turn until it is closed. */
  answer(call: ContenderCall): Promise<{ close(): Promise<void> }>;
  close(): Promise<void>;
}

/** Loads what all calls of a process share, once. Each module of `contenders/` exports one as `open`; ours needs `before`. */
export type OpenContender = (before?: BeforeCalls) => Promise<Contender>;

interface BeforeCalls {
  /** `baseURL` of the OpenAI plugins, for what is spoken before a call comes: there it takes no time. */
  openaiUrl: string;
}
