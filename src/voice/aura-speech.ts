/**
 * Deepgram Aura text to speech over its REST endpoint, the body streamed. The stock plugin's sentence request goes to port
 * 443 whatever the address says, puts the status into a sentence and hears a broken body as a whole one; its stream waits
 * for text to be cut into sentences, which is done already.
 */
import { uncounted, type UsageMeter } from "#src/call/ports.ts";
import { type AudioDeadlines, streamAudio } from "./audio-body.ts";
import { lastingFetch } from "./lasting-connections.ts";
import { type SpeechSynthesis, SynthesisFailed } from "./speech-synthesis.ts";

export interface AuraSpeechOptions extends AudioDeadlines {
  apiKey: string;
  /** Deepgram's origin as the recognizer has it, `wss://api.deepgram.com`; ws stands for http, wss for https. */
  url: string;
  /** Model and voice in one, as `aura-2-thalia-en`. */
  model: string;
  /** Nothing is counted when left out. */
  usage?: UsageMeter;
}

export function auraSpeech({
  apiKey,
  url,
  model,
  usage = uncounted,
  ...deadlines
}: AuraSpeechOptions): SpeechSynthesis {
  const query = new URLSearchParams({
    model,
    encoding: "linear16",
    sample_rate: "24000",
    container: "none",
  });
  const endpoint = `${url.replace(/^ws/, "http")}/v1/speak?${query.toString()}`;
  const ask = async (text: string, signal: AbortSignal): Promise<Response> => {
    const asked = usage.speaks(model, text.length);
    const response = await lastingFetch(endpoint, {
      method: "POST",
      headers: { authorization: `Token ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ text }),
      signal,
    }).catch((error: unknown) => {
      // What we called off, or did not wait for, may have been spoken.
      if (signal.aborted) asked.taken();
      else asked.refused();
      throw error;
    });
    if (response.ok) {
      asked.taken();
      return response;
    }
    asked.refused();
    await response.body?.cancel();
    throw new SynthesisFailed(`status ${response.status}`);
  };
  return {
    synthesize: (text, signal) => streamAudio((wanted) => ask(text, wanted), deadlines, signal),
  };
}
