/** Puts a call together from its parts. One code path: which vendor answers, or which stand-in, is a matter of addresses. */
import { initializeLogger } from "@livekit/agents";
import localInference from "@livekit/local-inference";
import { OpenAI } from "openai";
import type { CallHandle } from "#src/call/handle.ts";
import {
  type AudioSink,
  type AudioSource,
  type CallUsage,
  type Clock,
  type Dialogue,
  type Line,
  type Outbox,
  uncounted,
  type UsageMeter,
} from "#src/call/ports.ts";
import { startCall } from "#src/call/start-call.ts";
import { meterUsage } from "#src/call/usage.ts";
import { chartVersion } from "#src/call/version.ts";
import { createDialogue } from "#src/dialogue/dialogue.ts";
import { createModel } from "#src/dialogue/model.ts";
import { auraSpeech } from "#src/voice/aura-speech.ts";
import { DeepgramSTT } from "#src/voice/deepgram-stt.ts";
import { createEars } from "#src/voice/ears.ts";
import { lastingFetch, openConnections } from "#src/voice/lasting-connections.ts";
import { createMouth } from "#src/voice/mouth.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";
import { openAITranscription } from "#src/voice/openai-transcription.ts";
import { type CachedPhrase, cachePhrases } from "#src/voice/phrase-cache.ts";
import { loadSilero, type SpeechDetector } from "#src/voice/silero.ts";
import { isOfficeOpen } from "#src/workspaces/office-hours.ts";
import type { Pack } from "#src/workspaces/pack.ts";

/** Addresses and keys of the providers. */
export interface Providers {
  deepgram: { apiKey: string; url: string };
  openai: { apiKey: string; url: string; model: string; secondModel: string };
}

/** What all calls of a process share: the VAD's model and the end-of-turn model. */
export interface Senses {
  vad: SpeechDetector;
  predictEndOfTurn: (samples: Int16Array) => Promise<number>;
}

/** Silence after which Silero says that speech has ended; the chart decides the rest. */
const minSilenceDuration = 200;
/** One window of voice is a start: a caller who interrupts is heard 32 ms sooner, and a click only pauses us for a moment. */
const minSpeechDuration = 30;
const speechModel = "tts-1";
/** The voice is waited for so long before the second one is asked, and that one as long before the sentence is given up. */
const firstByteMs = 1500;
const secondVoice = "aura-2-thalia-en";
/** Shorter than the chart waits for words of the second recognizer. */
const transcriptionTimeoutMs = 2300;
/** At start nobody waits on the line, and the machine is busy. */
const warmingFirstByteMs = 60_000;
const replyTimeoutMs = 15_000;

/** Loads both models into this process, before a call comes. */
export async function warmSenses(logLevel: string): Promise<Senses> {
  initializeLogger({ pretty: false, level: logLevel });
  localInference.initEot();
  const senses = { vad: await loadVad(), predictEndOfTurn: localInference.predict };
  await senses.predictEndOfTurn(new Int16Array(19_200));
  return senses;
}

export const loadVad = (): Promise<SpeechDetector> => loadSilero({ minSilenceDuration, minSpeechDuration });

export const openAIClient = ({ openai: { apiKey, url } }: Providers): OpenAI =>
  // Whatever OPENAI_LOG says: at `debug` the client prints what it sends, which is what callers say.
  new OpenAI({ apiKey, baseURL: url, maxRetries: 0, logLevel: "off", fetch: lastingFetch });

/** Synthesizes a workspace's fixed phrases, before a call comes. */
export const warmPhrases = (pack: Pack, client: OpenAI): Promise<ReadonlyMap<string, CachedPhrase>> =>
  cachePhrases(pack.phrases, warmingSpeech(pack, client), new AbortController().signal);

/** What a workspace's fixed phrases are synthesized with. */
export const phraseVoice = (pack: Pack) => ({ model: speechModel, voice: pack.workspace.settings.voice });

/** For phrases that are synthesized before a call comes, when nobody waits for them. */
export const warmingSpeech = (pack: Pack, client: OpenAI) =>
  speechOf(pack, client, warmingFirstByteMs, uncounted);

const speechOf = (pack: Pack, client: OpenAI, firstByteMs: number, usage: UsageMeter) =>
  openAISpeech({ client, voice: pack.workspace.settings.voice, model: speechModel, firstByteMs, usage });

export interface CallParts {
  callId: string;
  /** E.164. */
  dialled: string;
  /** E.164; absent when withheld. */
  callerNumber?: string;
  pack: Pack;
  phrases: ReadonlyMap<string, CachedPhrase>;
  senses: Senses;
  providers: Providers;
  client: OpenAI;
  audioIn: AudioSource;
  audioOut: AudioSink;
  line: Line;
  outbox: Outbox;
  clock: Clock;
  appVersion: string;
  /** Why the call is not taken, if it is not. */
  refusal?: "notInService" | "lineDisabled";
  /** The call is taken over from a process that died; `told`: `call_initiated` was sent, and the sequence goes on. */
  resumed?: { told: boolean };
  /** Whether the line can record; a workspace's wish to ask for it counts only then. */
  canRecord: boolean;
  /** Wraps the dialogue; the simulator slows tools with it. */
  wrapDialogue?: (dialogue: Dialogue) => Dialogue;
  /** Wraps the usage meter: whoever measures the call sees its requests there. */
  wrapUsage?: (usage: CallUsage) => CallUsage;
}

/** Where the opt-in events are off, nobody could be asked. */
function acknowledging({ settings }: Pack["workspace"]): { acknowledgeMs?: number } {
  const { acknowledgeSeconds, optInEvents } = settings;
  return acknowledgeSeconds > 0 && optInEvents ? { acknowledgeMs: acknowledgeSeconds * 1000 } : {};
}

/** Starts a call in `ringing`; `call.answered` makes it live. */
export function openCall(parts: CallParts): CallHandle {
  const { pack, providers, client, senses, clock, callerNumber } = parts;
  const { workspace } = pack;
  const known = callerNumber === undefined ? {} : { callerNumber };
  const refused = parts.refusal === undefined ? {} : { refusal: parts.refusal };
  const metered = meterUsage(clock);
  const usage = parts.wrapUsage?.(metered) ?? metered;
  // While the greeting is being said.
  if (parts.refusal === undefined) openConnections(providers.openai.url);
  const modelOf = (model: string) => createModel({ client, model, pack, timeoutMs: replyTimeoutMs, usage });
  const dialogue = createDialogue({
    pack,
    model: modelOf(providers.openai.model),
    secondModel: modelOf(providers.openai.secondModel),
    officeOpen: () => isOfficeOpen(workspace, new Date()),
  });
  return startCall({
    input: {
      callId: parts.callId,
      ...known,
      ...refused,
      resumed: parts.resumed !== undefined,
      ladder: workspace.ladder.map(({ phone }) => phone),
      asksForRecording: parts.canRecord && workspace.settings.recording === "ask",
      endpointing: workspace.settings.endpointing,
      repromptMs: workspace.settings.repromptMs,
      limitMs: workspace.settings.maxMinutes * 60_000,
      ...acknowledging(workspace),
    },
    told: parts.resumed?.told ?? false,
    metadata: {
      dialled_number: parts.dialled,
      ...(callerNumber === undefined ? {} : { calling_number: callerNumber }),
      chart_version: chartVersion,
      prompts_version: pack.version,
      app_version: parts.appVersion,
    },
    ports: {
      clock,
      usage,
      outbox: parts.outbox,
      line: parts.line,
      dialogue: parts.wrapDialogue?.(dialogue) ?? dialogue,
      hearing: createEars({
        source: parts.audioIn,
        clock,
        vad: senses.vad,
        predictEndOfTurn: senses.predictEndOfTurn,
        openRecognizer: () =>
          new DeepgramSTT({
            apiKey: providers.deepgram.apiKey,
            baseUrl: providers.deepgram.url,
            vocabulary: workspace.vocabulary,
            usage,
          }),
        transcribe: openAITranscription({
          client,
          vocabulary: workspace.vocabulary,
          timeoutMs: transcriptionTimeoutMs,
          usage,
        }),
      }),
      voice: createMouth({
        sink: parts.audioOut,
        clock,
        speech: speechOf(pack, client, firstByteMs, usage),
        secondSpeech: auraSpeech({ ...providers.deepgram, model: secondVoice, firstByteMs, usage }),
        phrases: parts.phrases,
      }),
    },
  });
}
