/** Calls that are placed by hand to try the agent: what the API asks of whatever runs them. */
import type { Outcome } from "#machines/call/types.ts";

export const lineModes = ["type", "talk"] as const;
/** `type`: what the tenant types is spoken for them. `talk`: they speak, and are recognized. */
export type LineMode = (typeof lineModes)[number];

export interface TrialAgent {
  /** Speech can be recognized: a call can be talked. */
  readonly recognition: boolean;
  /** Resolves when the call is going on; rejects with `TrialRefusal`. `sessionId` is the call's from then on. */
  play(sessionId: string, scenarioId: string): Promise<void>;
  /** A call whose tenant is a person. Resolves when it is going on; rejects with `TrialRefusal`. */
  open(asked: AskedLine, listener: LineListener): Promise<TrialLine>;
  /** Hangs up what is going on, and resolves when its webhooks have been delivered or given up. */
  close(): Promise<void>;
}

export interface AskedLine {
  sessionId: string;
  workspaceId: string;
  mode: LineMode;
}

/** What the tenant does. Without effect once the call is over. */
export interface TrialLine {
  /** Spoken after what is being spoken; sound or words that cannot be spoken become a `problem`. */
  say(text: string): void;
  /** One of 0 to 9, `*`, `#`. */
  key(digit: string): void;
  /** 20 ms of 16-bit mono samples at 16 kHz, little-endian, in real time. */
  audio(frame: Uint8Array): void;
  hangUp(): void;
}

/** What the tenant notices. */
export interface LineListener {
  /** 20 ms of 16-bit mono samples at 24 kHz, little-endian, when they are to be heard; nothing while the agent is silent. */
  audio: (frame: Uint8Array) => void;
  ended: (outcome: Outcome) => void;
  /** One sentence; the call goes on. */
  problem: (message: string) => void;
}

export type RefusalCode = "busy" | "notFound" | "noRecognition" | "notReady" | "failed";

/** The call was not placed; `message` says why, and what to do. */
export class TrialRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = "TrialRefusal";
    this.code = code;
  }
}
