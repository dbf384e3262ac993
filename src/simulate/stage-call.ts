/** A scenario's call with its caller at the other end of the line: placed, and begun when whoever placed it is ready. */
import type { CallHandle } from "#src/call/handle.ts";
import type { AudioSink, AudioSource, Line } from "#src/call/ports.ts";
import type { SpeechPort } from "./begin-line.ts";
import { type Caller, startCaller } from "./caller.ts";
import { type CallerLine, openCallerLine } from "./caller-line.ts";
import { linesOf } from "./caller-schema.ts";
import { comfortNoiseRms, noiseLoop } from "./noise.ts";
import type { Scenario } from "./scenario.ts";
import { speakLines, type Synthesize } from "./speech.ts";
import { createTelephone, type Telephone } from "./telephone.ts";
import type { Timers } from "./timers.ts";

/** Puts a call together on a line that is open already. It must not begin before it is told `call.answered`. */
export type PlaceCall = (setup: CallSetup) => Promise<PlacedCall>;

export interface CallSetup {
  /** Of the call and its session; one is made up when it is left out. */
  callId?: string;
  workspaceId: string;
  /** E.164; absent when withheld. */
  callerNumber?: string;
  /** The scenario's `engines`, as they were written. */
  engines: unknown;
  /** Whether the caller's words are told or recognized in the audio; whichever the engines do, when it is left out. */
  recognition?: "scripted" | "real";
  audioIn: AudioSource;
  audioOut: AudioSink;
  line: Line;
  webhooks: WebhookDestination;
  /** Every tool is to take so much longer. */
  toolDelayMs: number;
}

export interface WebhookDestination {
  /** Without a path. */
  url: string;
  secret: string;
  /** `whsec_` and base64; absent: nothing is signed. */
  signingKey?: string;
}

export interface PlacedCall {
  handle: CallHandle;
  speech: SpeechPort;
  /** The call's clock. */
  clockNow(): number;
  /** Resolves when nothing is left to deliver; may never. */
  flushWebhooks(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  callId?: string;
  place: PlaceCall;
  synthesize: Synthesize;
  timers: Timers;
  seed: number;
  recognition?: "scripted" | "real";
  webhooks: WebhookDestination;
}

export interface StagedCall {
  call: PlacedCall;
  /** Open until whoever staged the call closes it. */
  line: CallerLine;
  telephone: Telephone;
  /** The caller is put through, and does what the scenario says. */
  begin(): Caller;
}

/** Rejects when a line cannot be spoken or the call cannot be placed; nothing is left open then. */
export async function stageCall(scenario: Scenario, options: StageOptions): Promise<StagedCall> {
  const { place, synthesize, timers, seed, callId, recognition, webhooks } = options;
  const overTelephone = scenario.line.audio === "telephone";
  const { number, voice } = scenario.caller;
  const lines = await speakLines(linesOf(scenario.caller), {
    synthesize,
    voice,
    telephone: overTelephone,
    seed,
  });
  const rms = Math.max(comfortNoiseRms, scenario.line.noise);
  const line = openCallerLine({ timers, noise: noiseLoop({ rms, telephone: overTelephone, seed }) });
  const telephone = createTelephone(timers, scenario.line.transfer);
  try {
    const call = await place({
      ...(callId === undefined ? {} : { callId }),
      ...(recognition === undefined ? {} : { recognition }),
      ...(number === undefined ? {} : { callerNumber: number }),
      workspaceId: scenario.workspace,
      engines: scenario.engines,
      audioIn: line,
      audioOut: line,
      line: telephone.line,
      webhooks,
      toolDelayMs: scenario.tools.delayMs,
    });
    const { handle, speech } = call;
    return {
      call,
      line,
      telephone,
      begin() {
        const { humanAnswered } = telephone;
        const caller = startCaller(scenario.caller, { handle, line, speech, timers, lines, humanAnswered });
        handle.send({ type: "call.answered", at: call.clockNow() });
        return caller;
      },
    };
  } catch (error) {
    line.close();
    throw error;
  }
}
