/** OpenAI text to speech with the body streamed: the stock plugin waits for a sentence's whole body. */
import { APIConnectionError, APIError, type OpenAI } from "openai";
import { type SpeechSynthesis, SynthesisFailed } from "./speech-synthesis.ts";

export interface OpenAISpeechOptions {
  client: OpenAI;
  voice: string;
  /** `tts-1` is the fast one. */
  model: string;
  /** Longest wait for the first byte of audio. */
  firstByteMs: number;
}

export function openAISpeech({ client, voice, model, firstByteMs }: OpenAISpeechOptions): SpeechSynthesis {
  return {
    async *synthesize(text, signal) {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), firstByteMs);
      try {
        const response = await client.audio.speech.create(
          { input: text, model, voice, response_format: "pcm" },
          { signal: AbortSignal.any([signal, late.signal]), maxRetries: 0 },
        );
        if (!response.body) throw new SynthesisFailed("no body");
        const samples = wholeSamples();
        for await (const bytes of response.body) {
          clearTimeout(timer);
          if (signal.aborted) return;
          yield samples(bytes);
        }
      } catch (error) {
        if (signal.aborted) return;
        throw late.signal.aborted ? new SynthesisFailed("timeout") : toFailure(error);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Chunks of a body may end in the middle of a sample: the odd byte goes in front of the next chunk. */
function wholeSamples(): (bytes: Uint8Array) => Int16Array {
  let odd: number | undefined;
  return (bytes) => {
    const joined = odd === undefined ? bytes : Uint8Array.from([odd, ...bytes]);
    odd = joined.length % 2 === 1 ? joined[joined.length - 1] : undefined;
    const copy = joined.slice(0, joined.length - (joined.length % 2));
    return new Int16Array(copy.buffer, copy.byteOffset, copy.length / 2);
  };
}

function toFailure(error: unknown): SynthesisFailed {
  if (error instanceof SynthesisFailed) return error;
  if (error instanceof APIConnectionError) return new SynthesisFailed("connection");
  if (error instanceof APIError) return new SynthesisFailed(`status ${error.status}`);
  return new SynthesisFailed(error instanceof Error ? error.name : typeof error);
}
