/** All that befalls one call, as plain data: a run of the same plan is the same run. Times are virtual milliseconds. */
import type { CallEvent, CallInput, PhraseName } from "#machines/call/types.ts";

export interface Plan {
  input: Pick<CallInput, "repromptMs" | "limitMs" | "asksForRecording"> & {
    withheld: boolean;
    /** Numbers on the ladder. */
    humans: number;
    resumed: boolean;
    refusal?: NonNullable<CallInput["refusal"]>;
  };
  pace: Pace;
  /** The model's answers, one a request; after the last one it is helpful. */
  answers: Answer[];
  /** Whoever is called, in order; after the last one nobody answers. */
  humans: Human[];
  /** Tracks run beside each other, the acts of one after each other. */
  tracks: Act[][];
  faults: Fault[];
}

export interface Pace {
  firstTokenMs: number;
  tokenMs: number;
  firstByteMs: number;
  /** Of synthesized speech. */
  letterMs: number;
  /** Length of a fixed phrase. */
  phraseMs: number;
  finalMs: number;
  endOfTurnMs: number;
  answerMs: number;
}

/** `helpful` asks for the next missing fact's tool; the others say so many sentences and call these tools. */
export type Answer =
  | { kind: "helpful" }
  | { kind: "says"; sentences: number; tools: { name: string; arguments: string }[] };

export interface Human {
  does: "answers" | "refuses" | "never";
  afterMs: number;
  /** The caller's line to us ends once they were put through. */
  leaves: boolean;
}

/** How a signal of the detector or recognizer arrives. */
export type Delivery = "once" | "missing" | "twice" | "late";

/** An act waits for `trigger` (not longer than `waitMs`), then for `delayMs`. */
export interface Trigger {
  on:
    | "time"
    | "agentSpeaks"
    | "agentSilent"
    | "toolBegins"
    | "safetyBegins"
    | "thinking"
    | "turnTaken"
    | "transferring";
  waitMs: number;
  delayMs: number;
}

export type Act = { trigger: Trigger } & (
  | {
      kind: "speaks";
      words: string;
      ms: number;
      /** Pauses inside, from the beginning of the speech. */
      pauses: { at: number; ms: number }[];
      started: Delivery;
      ended: Delivery;
      interims: number;
      final: Delivery | "empty" | "other";
    }
  | { kind: "echo" }
  | { kind: "keys"; digits: string; gapMs: number }
  | { kind: "hold"; ms: number }
  | { kind: "broken"; ms: number | undefined }
  | { kind: "hangsUp"; by: "caller" | "network" }
  | { kind: "event"; event: CallEvent }
);

export type Fault = { from: number; ms: number } & (
  | {
      edge: "model" | "secondModel";
      kind:
        | "status"
        | "slow"
        | "stall"
        | "drop"
        | "malformed"
        | "empty"
        | "toolStorm"
        | "unknownTool"
        | "never";
    }
  | { edge: "voice" | "secondVoice"; kind: "status" | "slow" | "stall" | "drop" | "empty" | "never" }
  | { edge: "sink"; kind: "stuck" | "throws" | "slow" }
  | { edge: "ears"; kind: "lost" | "deaf" }
  | { edge: "secondEars"; kind: "status" }
  | { edge: "tools"; kind: "slow" | "fails" | "never" }
  | { edge: "disk"; kind: "locked" }
  | { edge: "receiver"; kind: "down" | "status500" | "status429" | "slow" | "never" | "dropsAnswer" }
);

type Edge = Fault["edge"];

/** The fault of this edge that holds at the moment. */
export type FaultNow = <E extends Edge>(edge: E) => Extract<Fault, { edge: E }>["kind"] | undefined;

export const faultsAt =
  (faults: readonly Fault[], now: () => number): FaultNow =>
  (edge) =>
    faults.find((one) => one.edge === edge && one.from <= now() && now() < one.from + one.ms)?.kind as never;

export const isSafety = (phrase: string): phrase is Extract<PhraseName, `safety.${string}`> =>
  phrase.startsWith("safety.");
