/**
 * Everything a call's chart can reach. A vendor, a telephone or a queue is one implementation of one of these; the chart's
 * actions and invoked actors call nothing else. Times are milliseconds on the call's monotonic clock.
 */
import type {
  Brain,
  CallEvent,
  Expectation,
  Facts,
  HazardCategory,
  PhraseName,
  Stage,
  ToolCall,
} from "#machines/call/types.ts";

export interface CallPorts {
  clock: Clock;
  hearing: Hearing;
  voice: Voice;
  dialogue: Dialogue;
  outbox: Outbox;
  line: Line;
  /** Absent: nothing is counted, and nothing of it is told. */
  usage?: CallUsage;
}

export interface Clock {
  /** Monotonic milliseconds, fractions kept. */
  now(): number;
}

/** Turns the caller's audio into `vad.*`, `stt.*`, `eot.*` and `provider.*` events. */
export interface Hearing {
  start(send: (event: CallEvent) => void): void;
  /** Asks the end-of-turn model about the audio up to now; `eot.predicted` follows. */
  askEndOfTurn(): void;
  /** Opens the first recognizer's connection anew, and gives it what was said since its last final; the VAD stays. */
  reopen(): void;
  /** Gives the second recognizer what the first did not understand, and whatever is said from now on. */
  useSecond(): void;
  close(): Promise<void>;
}

/** One mouth. At most one utterance is current: beginning another drops the one before. */
export interface Voice {
  begin(events: UtteranceEvents): Utterance;
  /** Whether the audio of this sentence is there already, so that it is heard at once and needs no provider. */
  isReady(sentence: string): boolean;
  /** Silences the current utterance in this very call; what has not been heard stays queued. */
  pause(): void;
  resume(): void;
  /** Goes on from the beginning of the clause that was interrupted. */
  resumeClause(): void;
  /** Which synthesis is tried first from the next sentence on; the other takes over when it fails. */
  use(synthesis: "first" | "second"): void;
  /** When the latest 20 ms of audio were played, on the call's clock; -Infinity before the first. */
  soundedAt(): number;
  close(): void;
}

export interface UtteranceEvents {
  /** The utterance is being played, for the first time or again after `drained`. */
  started(at: number): void;
  /** All that was there has been played, and `end()` has not been called. */
  drained(at: number): void;
  /** Everything queued before `end()` has been heard; `said` is false when that was nothing, or fillers only. */
  finished(at: number, said: boolean): void;
  /** All before it has been played, and this sentence could not be synthesized. `reason` bears no speech. */
  failed(reason: string): void;
  /** The audio of the first sentence begins to be there: from a provider, or from the cache. Fixed phrases tell nothing. */
  firstAudio(at: number): void;
  /** The first synthesis has said a sentence. */
  worked(): void;
  /** The first synthesis failed, and the second says the rest. `reason` bears no speech. */
  degraded(reason: string): void;
}

export interface Utterance {
  /** Queues a sentence. It is synthesized, while the one before it plays, unless its audio is there already. */
  say(sentence: string): void;
  /** Queues cached audio. */
  phrase(name: PhraseName): void;
  /** Cached audio that bridges a wait: played now, unless something of the utterance is there to be played. */
  filler(name: PhraseName): void;
  /** Held until this: audio is fetched but not played. */
  release(): void;
  /** Nothing more will be said; `finished` follows when the last sample was heard. */
  end(): void;
  /** Aborts what is being fetched and drops what is queued. */
  drop(): void;
  heard(): Heard;
}

export interface Heard {
  /** The words that were played, cut at a word when the last sentence was not played to its end; fillers are left out. */
  text: string;
  /** Everything that was queued has been played. */
  complete: boolean;
  /** Milliseconds of audio played, to 20 ms. */
  playedMs: number;
}

/** What has been said so far, oldest first. What an interrupted agent did not get to say is not in it. */
export type HistoryItem =
  | { role: "tenant"; text: string }
  | { role: "agent"; text: string; interrupted: boolean }
  | { role: "tool"; call: ToolCall; result: string };

/** What the chart says about the call at the moment a reply or a tool is asked for. */
export interface Situation {
  stage: Stage;
  facts: Facts;
  expects: Expectation;
  /** Names of the tools that are legal now. */
  tools: readonly string[];
  /** The number the caller calls from, E.164, absent when withheld. */
  callerNumber?: string;
  /** Hazards heard in this call, whether or not the instruction was heard yet. */
  hazards: readonly HazardCategory[];
}

export interface ReplyRequest {
  brain: Brain;
  situation: Situation;
  /** Ends with the tenant's words that are to be answered, or with tool results. */
  history: readonly HistoryItem[];
}

export type ReplyPart = { type: "text"; text: string } | { type: "toolCall"; call: ToolCall };

/** What a tool did: `result` is for the model, `events` are for the chart; `followUp` asks for another reply after it. */
export interface ToolOutcome {
  result: string;
  events: readonly CallEvent[];
  followUp: boolean;
}

export interface Dialogue {
  /** Streams a reply; ends early when `signal` aborts; throws `ReplyFailed` when the brain is out of reach. */
  reply(request: ReplyRequest, signal: AbortSignal): AsyncIterable<ReplyPart>;
  /** Never throws for bad arguments: the result then tells the model what to mend. */
  runTool(call: ToolCall, situation: Situation, signal: AbortSignal): Promise<ToolOutcome>;
  /** Life-safety hazards asserted by these words, deterministic, in well under a millisecond; `unfinished`: more words may follow. */
  hazardsIn(text: string, unfinished: boolean): readonly HazardCategory[];
}

/** The brain could not answer; `reason` is a short code such as `status 500` or `timeout`, never the provider's text. */
export class ReplyFailed extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`The reply failed: ${reason}`);
    this.name = "ReplyFailed";
    this.reason = reason;
  }
}

/** Writes to a durable queue and returns; well under a millisecond, never waits for delivery, never throws. */
export interface Outbox {
  enqueue(event: OutboundEvent): void;
}

/** Field names are those of the webhook contract. */
export type OutboundEvent =
  | { event_type: "call_initiated"; data: { metadata: Record<string, string>; started_at: string } }
  | {
      event_type: "utterance";
      data: {
        speaker: "tenant" | "agent";
        text: string;
        turn_index: number;
        stage: Stage;
        interrupted: boolean;
        latency?: TurnLatency;
        usage?: Usage;
      };
    }
  | {
      event_type: "call_ended";
      data: { duration_seconds: number; total_turns: number; final_stage: Stage; usage?: Usage };
    }
  | { event_type: OptInEventType; data: Record<string, unknown> };

/** Sent only where the workspace turns them on. */
type OptInEventType =
  | "hazard_detected"
  | "intake_recorded"
  | "dispatch_requested"
  | "dispatch_acknowledged"
  | "dispatch_declined"
  | "transfer_requested"
  | "transfer_answered"
  | "transfer_failed"
  | "provider_degraded";

/**
 * What the caller waited for, from the last voiced sample of the turn. Each figure but `wait_ms` is the moment at which a
 * stage was done, counted from that same sample; a stage that did not happen in the turn is absent.
 */
export interface TurnLatency {
  /** Caller's last voiced sample to the agent's first sample. */
  wait_ms: number;
  vad_ms?: number;
  stt_final_ms?: number;
  end_of_turn_ms?: number;
  first_token_ms?: number;
  first_sentence_ms?: number;
  first_audio_ms?: number;
}

/** What was used, by the units in which it is billed; what was not used is absent. */
export interface Usage {
  /** The agent's time in the call's room. */
  livekit_seconds?: number;
  deepgram_seconds?: number;
  openai_transcription_seconds?: number;
  /** By model. */
  llm?: Record<string, LlmUsage>;
  /** By voice model. */
  tts_characters?: Record<string, number>;
}

export interface LlmUsage {
  requests: number;
  /** The cached ones are among them. */
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
  /** Of how many requests the tokens are an estimate: those that were broken off are billed, but nobody says how much. */
  estimated_requests?: number;
}

/** Vendors tell it what they are asked for, as it happens: each call adds a number, and does nothing else. */
export interface UsageMeter {
  /** Audio was sent to Deepgram. */
  heard(seconds: number): void;
  /** A stretch of audio is sent to OpenAI's transcription. */
  transcribes(seconds: number): AskedFor;
  /** So many characters are to be spoken. */
  speaks(model: string, characters: number): AskedFor;
  /** `promptCharacters` is asked only where tokens have to be estimated. */
  thinks(model: string, promptCharacters: () => number): AskedOfModel;
}

/** Something under way that will be billed, unless it is refused. Only what is told first counts. */
export interface AskedFor {
  /** The vendor took it: it is billed, to whatever end it comes. */
  taken(): void;
  /** The vendor answered with an error, or was not reached: nothing is billed. */
  refused(): void;
}

export interface AskedOfModel extends AskedFor {
  /** A chunk with words, or a piece of a tool's arguments, has come: about one token. */
  chunk(): void;
  /** The vendor said what it bills; without this, `taken` estimates. */
  told(tokens: { input: number; cachedInput: number; output: number }): void;
}

/** For what is asked for outside of calls: phrases that are synthesized before one comes. */
export const uncounted: UsageMeter = {
  heard() {},
  transcribes: () => notCounting,
  speaks: () => notCounting,
  thinks: () => notCounting,
};

const notCounting = { taken() {}, refused() {}, chunk() {}, told() {} };

export interface CallUsage extends UsageMeter {
  /** Of the whole call so far; what is still under way counts as if it were broken off now. */
  totals(): Usage;
  /** What is done since this was asked last; undefined when that is nothing. */
  sinceTold(): Usage | undefined;
}

/** The telephone itself. */
export interface Line {
  /** Resolves when a human has answered `number` (E.164), rejects when nobody does. */
  transfer(number: string, signal: AbortSignal): Promise<void>;
  hangUp(): void;
  startRecording(): void;
}

/** 20 ms of 16-bit mono PCM. */
export type AudioFrame = Int16Array<ArrayBuffer>;

/** The caller's audio: 16 kHz, 320 samples a frame, in real time. */
export interface AudioSource {
  subscribe(listener: (frame: AudioFrame) => void): () => void;
}

/** The agent's audio: 24 kHz, 480 samples a frame, played in real time from a queue that is kept short. */
export interface AudioSink {
  write(frame: AudioFrame): void;
  /** How far ahead of what is heard to write, so that a late timer is not heard as a gap. */
  readonly leadMs: number;
  /** What was written and has not been played. */
  queuedMs(): number;
  /** Drops what has not been played, so that silence is heard at once; returns how much that was. */
  clear(): number;
}
