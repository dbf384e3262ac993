/**
 * OpenAI's transcription of one utterance at a time: ears for when the streaming recognizer is away. A request keeps no
 * state, so that nothing has to be opened again; where an utterance ends, the call's own VAD knows.
 */
import type { OpenAI } from "openai";
import { z } from "zod";
import { uncounted, type UsageMeter } from "#src/call/ports.ts";
import { openAIFailure } from "./openai-failure.ts";

export interface OpenAITranscriptionOptions {
  client: OpenAI;
  /** `gpt-4o-mini-transcribe` when left out. */
  model?: string;
  /** The workspace's own words. */
  vocabulary: readonly string[];
  /** Longest wait for the whole answer. */
  timeoutMs: number;
  /** Nothing is counted when left out. */
  usage?: UsageMeter;
}

/**
 * The words in 16 kHz mono audio, empty when there are none. Rejects with `TranscriptionFailed`, or with the signal's reason
 * once that is aborted.
 */
export type Transcribe = (samples: Int16Array, signal: AbortSignal) => Promise<string>;

/** `reason` is a short code: `status 429`, `timeout`, `connection`, `malformed`; never the provider's text. */
export class TranscriptionFailed extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`Speech could not be transcribed: ${reason}`);
    this.name = "TranscriptionFailed";
    this.reason = reason;
  }
}

const sampleRate = 16_000;
/** OpenAI refuses less than 0.1 s of audio with status 400. */
const fewestSamples = sampleRate / 10;
const replySchema = z.object({ text: z.string() });

export function openAITranscription({
  client,
  model = "gpt-4o-mini-transcribe",
  vocabulary,
  timeoutMs,
  usage = uncounted,
}: OpenAITranscriptionOptions): Transcribe {
  const prompt = vocabulary.length === 0 ? {} : { prompt: `Names that may occur: ${vocabulary.join(", ")}.` };
  return async (samples, signal) => {
    signal.throwIfAborted();
    if (samples.length < fewestSamples) return "";
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    const asked = usage.transcribes(samples.length / sampleRate);
    try {
      const file = new File([wav(samples)], "speech.wav", { type: "audio/wav" });
      const reply: unknown = await client.audio.transcriptions.create(
        { file, model, language: "en", response_format: "json", ...prompt },
        { signal: AbortSignal.any([signal, late.signal]), maxRetries: 0 },
      );
      asked.taken();
      const parsed = replySchema.safeParse(reply);
      if (!parsed.success) throw new TranscriptionFailed("malformed");
      return parsed.data.text.trim();
    } catch (error) {
      // What we called off, or did not wait for, may have been transcribed.
      if (signal.aborted || late.signal.aborted) asked.taken();
      else asked.refused();
      signal.throwIfAborted();
      if (late.signal.aborted) throw new TranscriptionFailed("timeout");
      throw error instanceof TranscriptionFailed ? error : new TranscriptionFailed(openAIFailure(error));
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Little-endian, as the machines are that this runs on. */
function wav(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(2 * sampleRate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return new Uint8Array(
    Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]),
  );
}
