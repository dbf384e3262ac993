/**
 * Deepgram's streaming recognition. The stock plugin tells nothing when an open socket is lost, and hears no more; it opens a
 * second socket beside the first when a frame cannot be read, and hears every word twice; and it logs the frame's words.
 */
import {
  APIConnectionError,
  type APIConnectOptions,
  normalizeLanguage,
  stt,
  waitForWebSocketOpen,
} from "@livekit/agents";
import type { AudioFrame } from "@livekit/rtc-node";
import { WebSocket } from "ws";
import { z } from "zod";
import type { UsageMeter } from "#src/call/ports.ts";

export interface DeepgramStreamOptions {
  apiKey: string;
  /** WebSocket address of a listen request, its query included. */
  address: string;
  /** Hz of the frames that are pushed, mono. */
  sampleRate: number;
  usage: UsageMeter;
}

/** Deepgram closes a socket after 10 s without audio, unless it is told that more will come. */
const keepAliveMs = 5000;
/** One strange frame is passed over; so many in a row are a failure. */
const strangeFrames = 10;

const messageSchema = z.object({
  type: z.string(),
  is_final: z.boolean().optional(),
  channel: z
    .object({
      alternatives: z.array(z.object({ transcript: z.string(), confidence: z.number().optional() })),
    })
    // Other messages have channel numbers here.
    .or(z.array(z.number()))
    .optional(),
});

/**
 * Tells of each failure by an `error` event, as the plugin does, and opens its socket again as often as the connection
 * options allow; audio that comes meanwhile waits for it.
 */
export class DeepgramStream extends stt.SpeechStream {
  readonly label = "deepgram";
  readonly #options: DeepgramStreamOptions;
  readonly #handshakeMs: number | undefined;
  /** Kept from one socket to the next: whoever waits for audio gets it. */
  #next: Promise<IteratorResult<AudioFrame | symbol>> | undefined;
  #strange = 0;

  constructor(provider: stt.STT, options: DeepgramStreamOptions, connOptions?: APIConnectOptions) {
    super(provider, options.sampleRate, connOptions);
    this.#options = options;
    this.#handshakeMs = connOptions?.timeoutMs;
  }

  protected override async run(): Promise<void> {
    const socket = new WebSocket(this.#options.address, {
      headers: { authorization: `Token ${this.#options.apiKey}` },
      ...(this.#handshakeMs === undefined ? {} : { handshakeTimeout: this.#handshakeMs }),
    });
    const hangUp = () => socket.terminate();
    this.abortSignal.addEventListener("abort", hangUp, { once: true });
    const { promise: closed, resolve, reject } = Promise.withResolvers<undefined>();
    closed.catch(() => {});
    const keepAlive = setInterval(() => say(socket, "KeepAlive"), keepAliveMs);
    try {
      socket.on("message", (data: Buffer) => {
        if (!this.#hear(data))
          reject(new APIConnectionError({ message: "Deepgram sends what cannot be read" }));
      });
      socket.on("error", hangUp);
      socket.once("close", (code) => {
        if (code === 1000 || this.abortSignal.aborted) resolve(undefined);
        else reject(new APIConnectionError({ message: `Deepgram closed its socket with code ${code}` }));
      });
      await waitForWebSocketOpen(socket, "Deepgram");
      await this.#listen(socket, closed);
    } finally {
      clearInterval(keepAlive);
      this.abortSignal.removeEventListener("abort", hangUp);
      socket.on("error", () => {});
      socket.terminate();
    }
  }

  /** Sends what is pushed until there is no more of it, then waits for the last words. */
  async #listen(socket: WebSocket, closed: Promise<undefined>): Promise<void> {
    // A race of promises would leave something behind at `closed` with every frame, until the call's end.
    let over = false;
    let wake = () => {};
    const end = () => {
      over = true;
      wake();
    };
    closed.then(end, end);
    for (;;) {
      const coming = (this.#next ??= this.input.next());
      const next = await new Promise<Awaited<typeof coming> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        if (over) wake();
        else coming.then(resolve, reject);
      });
      if (next === undefined) return closed;
      this.#next = undefined;
      if (next.done === true) break;
      if (typeof next.value === "symbol") say(socket, "Finalize");
      else if (socket.readyState === socket.OPEN) {
        socket.send(bytesOf(next.value));
        this.#options.usage.heard(next.value.samplesPerChannel / next.value.sampleRate);
      }
    }
    say(socket, "CloseStream");
    await closed;
  }

  /** False when too much of what comes is strange. */
  #hear(data: Buffer): boolean {
    const message = readMessage(data);
    if (message === undefined) return ++this.#strange < strangeFrames;
    this.#strange = 0;
    const channel = Array.isArray(message.channel) ? undefined : message.channel;
    const heard = message.type === "Results" ? channel?.alternatives[0] : undefined;
    if (heard === undefined || heard.transcript === "" || this.queue.closed) return true;
    this.queue.put({
      type: message.is_final ? stt.SpeechEventType.FINAL_TRANSCRIPT : stt.SpeechEventType.INTERIM_TRANSCRIPT,
      alternatives: [
        {
          language: normalizeLanguage("en-US"),
          text: heard.transcript,
          startTime: 0,
          endTime: 0,
          confidence: heard.confidence ?? 0,
        },
      ],
    });
    return true;
  }
}

function readMessage(data: Buffer): z.output<typeof messageSchema> | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}

function say(socket: WebSocket, type: "KeepAlive" | "Finalize" | "CloseStream"): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ type }));
}

function bytesOf({ data }: AudioFrame): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
