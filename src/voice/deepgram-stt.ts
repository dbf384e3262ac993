/** The recognizer as the call opens it: nova-2 by telephone, with the workspace's own words, over a socket of our own. */
import { type APIConnectOptions, stt } from "@livekit/agents";
import { uncounted, type UsageMeter } from "#src/call/ports.ts";
import { DeepgramStream } from "./deepgram-stream.ts";

export interface DeepgramOptions {
  apiKey: string;
  /** WebSocket origin, `wss://api.deepgram.com` unless a stand-in is used. */
  baseUrl: string;
  vocabulary: readonly string[];
  /** Nothing is counted when left out. */
  usage?: UsageMeter;
}

const sampleRate = 16_000;
/** How much the recognizer leans to a word of the workspace; Deepgram suggests values near 1 to 2. */
const boost = 1.5;

export class DeepgramSTT extends stt.STT {
  readonly label = "deepgram";
  readonly #apiKey: string;
  readonly #address: string;
  readonly #usage: UsageMeter;
  readonly #streams = new Set<DeepgramStream>();

  constructor({ apiKey, baseUrl, vocabulary, usage = uncounted }: DeepgramOptions) {
    super({ streaming: true, interimResults: true });
    const query = new URLSearchParams({
      model: "nova-2",
      language: "en-US",
      smart_format: "true",
      punctuate: "true",
      interim_results: "true",
      no_delay: "true",
      endpointing: "25",
      encoding: "linear16",
      sample_rate: String(sampleRate),
      channels: "1",
    });
    for (const word of vocabulary) query.append("keywords", `${word}:${boost}`);
    this.#apiKey = apiKey;
    this.#usage = usage;
    this.#address = `${baseUrl}/v1/listen?${query.toString()}`;
  }

  override stream({ connOptions }: { connOptions?: APIConnectOptions } = {}): DeepgramStream {
    const options = { apiKey: this.#apiKey, address: this.#address, sampleRate, usage: this.#usage };
    const stream = new DeepgramStream(this, options, connOptions);
    this.#streams.add(stream);
    return stream;
  }

  override async close(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    await super.close();
  }

  protected override _recognize(): Promise<never> {
    return Promise.reject(new Error("Deepgram is streamed to, and is given no whole recordings."));
  }
}
