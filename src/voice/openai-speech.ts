/** OpenAI text to speech with the body streamed: the stock plugin waits for a sentence's whole body. */
import type { OpenAI } from "openai";
import { uncounted, type UsageMeter } from "#src/call/ports.ts";
import { type AudioDeadlines, streamAudio } from "./audio-body.ts";
import { openAIFailure } from "./openai-failure.ts";
import { type SpeechSynthesis, SynthesisFailed } from "./speech-synthesis.ts";

export interface OpenAISpeechOptions extends AudioDeadlines {
  client: OpenAI;
  voice: string;
  /** `tts-1` is the fast one. */
  model: string;
  /** Nothing is counted when left out. */
  usage?: UsageMeter;
}

export function openAISpeech({
  client,
  voice,
  model,
  usage = uncounted,
  ...deadlines
}: OpenAISpeechOptions): SpeechSynthesis {
  return {
    synthesize: (text, signal) =>
      streamAudio((wanted) => ask({ client, voice, model, usage }, text, wanted), deadlines, signal),
  };
}

async function ask(
  { client, voice, model, usage }: Required<Omit<OpenAISpeechOptions, keyof AudioDeadlines>>,
  text: string,
  signal: AbortSignal,
): Promise<Response> {
  const asked = usage.speaks(model, text.length);
  try {
    const response = await client.audio.speech.create(
      { input: text, model, voice, response_format: "pcm" },
      { signal, maxRetries: 0 },
    );
    asked.taken();
    return response;
  } catch (error) {
    // What we called off, or did not wait for, may have been spoken.
    if (signal.aborted) asked.taken();
    else asked.refused();
    throw new SynthesisFailed(openAIFailure(error));
  }
}
