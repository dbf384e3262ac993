/** OpenAI's speech with the body played as it arrives: the stock plugin waits for a sentence's whole body. */
import { type APIConnectOptions, shortuuid, tts } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import { OpenAI } from "openai";
import { sampleRate } from "./line-player.ts";
import { apiKey, ttsModel, ttsVoice } from "./vendors.ts";

export class StreamedSpeech extends tts.TTS {
  readonly label = "bench.StreamedSpeech";
  readonly #client: OpenAI;

  constructor(baseURL: string) {
    super(sampleRate, 1, { streaming: false });
    this.#client = new OpenAI({ apiKey, baseURL, maxRetries: 0, logLevel: "off" });
  }

  override synthesize(text: string, connOptions?: APIConnectOptions, abortSignal?: AbortSignal) {
    return new StreamedSentence(this, { text, connOptions, abortSignal }, (signal) =>
      this.#client.audio.speech.create(
        { input: text, model: ttsModel, voice: ttsVoice, response_format: "pcm" },
        { signal },
      ),
    );
  }

  override stream(): tts.SynthesizeStream {
    throw new Error("Sentences are synthesized one by one.");
  }
}

interface Asked {
  text: string;
  connOptions: APIConnectOptions | undefined;
  abortSignal: AbortSignal | undefined;
}

class StreamedSentence extends tts.ChunkedStream {
  readonly label = "bench.StreamedSentence";
  readonly #ask: (signal: AbortSignal) => Promise<Response>;

  constructor(speech: StreamedSpeech, asked: Asked, ask: (signal: AbortSignal) => Promise<Response>) {
    super(asked.text, speech, asked.connOptions, asked.abortSignal);
    this.#ask = ask;
  }

  protected async run(): Promise<void> {
    const id = shortuuid();
    try {
      const { body } = await this.#ask(this.abortSignal);
      // Half a sample at the end of a chunk goes in front of the next one.
      let rest = Buffer.alloc(0);
      for await (const chunk of body ?? []) {
        const bytes = Buffer.concat([rest, chunk]);
        const whole = bytes.length - (bytes.length % 2);
        rest = bytes.subarray(whole);
        const samples = new Int16Array(Uint8Array.from(bytes.subarray(0, whole)).buffer);
        if (samples.length === 0) continue;
        const frame = new AudioFrame(samples, sampleRate, 1, samples.length);
        this.queue.put({ requestId: id, segmentId: id, frame, final: false });
      }
    } catch (error) {
      if (!this.abortSignal.aborted) throw error;
    } finally {
      this.queue.close();
    }
  }
}
