/** OpenAI text to speech with the body streamed: the stock plugin waits for a sentence's whole body. */
import type { OpenAI } from "openai";
import { type AudioDeadlines, streamAudio } from "./audio-body.ts";
import { openAIFailure } from "./openai-failure.ts";
import { type SpeechSynthesis, SynthesisFailed } from "./speech-synthesis.ts";

export interface OpenAISpeechOptions extends AudioDeadlines {
  client: OpenAI;
  voice: string;
  /** `tts-1` is the fast one. */
  model: string;
}

export function openAISpeech({ client, voice, model, ...deadlines }: OpenAISpeechOptions): SpeechSynthesis {
  return {
    synthesize: (text, signal) =>
      streamAudio((wanted) => ask({ client, voice, model }, text, wanted), deadlines, signal),
  };
}

async function ask(
  { client, voice, model }: Pick<OpenAISpeechOptions, "client" | "voice" | "model">,
  text: string,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await client.audio.speech.create(
      { input: text, model, voice, response_format: "pcm" },
      { signal, maxRetries: 0 },
    );
  } catch (error) {
    throw new SynthesisFailed(openAIFailure(error));
  }
}
