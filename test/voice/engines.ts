/** The local engines as one call sees them, and the stock plugins in front of them. */
import { initializeLogger } from "@livekit/agents";
import { OpenAI } from "openai";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { startLocalEngines } from "#src/local/server.ts";
import { DeepgramSTT } from "#src/voice/deepgram-stt.ts";
import { openAITranscription } from "#src/voice/openai-transcription.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";

initializeLogger({ pretty: false, level: "fatal" });

export async function callEngines(behaviour: BehaviourInput = {}) {
  const engines = await startLocalEngines({ replyTo: () => ({ text: "Fine.", toolCalls: [] }) });
  const call = engines.call("test");
  call.configure(behaviour);
  const client = new OpenAI({ apiKey: "none", baseURL: engines.openaiUrl("test"), maxRetries: 0 });
  return {
    call,
    close: () => engines.close(),
    openRecognizer: () =>
      new DeepgramSTT({ apiKey: "none", baseUrl: engines.deepgramUrl("test"), vocabulary: ["Maple Court"] }),
    transcribe: openAITranscription({ client, vocabulary: [], timeoutMs: 2300 }),
    speech: (firstByteMs = 5000) => openAISpeech({ client, voice: "nova", model: "tts-1", firstByteMs }),
  };
}
