/** The call's ears: a streaming recognizer, opened anew with the audio kept meanwhile, and a second one in its stead. */
import { type stt as STT, stt } from "@livekit/agents";
import { AudioFrame as LiveKitFrame } from "@livekit/rtc-node";
import type { CallEvent } from "#machines/call/types.ts";
import type { AudioFrame, Clock } from "#src/call/ports.ts";
import { joined, KeptAudio } from "./kept-audio.ts";
import { type Transcribe, TranscriptionFailed } from "./openai-transcription.ts";

/** Longest wait for the recognizer's socket to open. */
const handshakeMs = 3000;

/** While nobody speaks, so many frames go in one message: each is a call of the system, and nobody waits for them. */
const framesInSilence = 5;

export interface RecognizerOptions {
  /** Makes a recognizer of this call's own: its errors then cannot be another call's. */
  open: () => STT.STT;
  /** The second recognizer: it is given whole stretches of speech. */
  transcribe: Transcribe;
  clock: Clock;
}

export class Recognizer {
  readonly #options: RecognizerOptions;
  readonly #kept = new KeptAudio();
  /** Not sent yet. */
  readonly #held: AudioFrame[] = [];
  readonly #closed = new AbortController();
  #provider: STT.STT | undefined;
  #stream: STT.SpeechStream | undefined;
  #second = false;
  #speaking = false;
  /** Something was said of which no final has come. */
  #owed = false;
  #send: (event: CallEvent) => void = () => {};
  #wasLost = false;

  constructor(options: RecognizerOptions) {
    this.#options = options;
  }

  start(send: (event: CallEvent) => void): void {
    this.#send = send;
    this.#open();
  }

  /** The first recognizer, opened anew, hears again what it has not understood. */
  reopen(): void {
    this.#second = false;
    this.#wasLost = true;
    this.#open();
    if (!this.#owed) return;
    // What is held is a part of what is kept.
    this.#held.length = 0;
    for (const frame of this.#kept.frames) this.#give(frame);
    if (!this.#speaking) this.#tell((stream) => stream.flush());
  }

  useSecond(): void {
    this.#close();
    this.#second = true;
    if (this.#owed && !this.#speaking) void this.#transcribe();
  }

  push(frame: AudioFrame): void {
    this.#kept.push(frame);
    this.#held.push(frame);
    if (this.#speaking || this.#held.length >= framesInSilence) this.#giveHeld();
  }

  speechStarted(): void {
    if (!this.#owed) this.#kept.voiceBegins();
    this.#speaking = true;
    this.#owed = true;
    this.#giveHeld();
  }

  /** Asks for the final words of what was sent: nothing more of this turn is expected. */
  speechEnded(): void {
    this.#speaking = false;
    if (this.#second) void this.#transcribe();
    else this.#tell((stream) => stream.flush());
  }

  async close(): Promise<void> {
    const provider = this.#provider;
    this.#closed.abort();
    this.#close();
    await provider?.close();
  }

  #open(): void {
    this.#close();
    const provider = this.#options.open();
    // What was sent and not answered is kept here: opening anew is for the chart, with that audio.
    const stream = provider.stream({
      connOptions: { maxRetry: 0, retryIntervalMs: 0, timeoutMs: handshakeMs },
    });
    this.#provider = provider;
    this.#stream = stream;
    provider.on("error", ({ recoverable }) => {
      if (!recoverable && this.#stream === stream) this.#lost("error");
    });
    this.#read(stream).catch(() => {
      if (this.#stream === stream) this.#lost("error");
    });
  }

  #close(): void {
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.close();
  }

  #giveHeld(): void {
    const frames = this.#held.splice(0);
    if (frames.length > 0) this.#give(joined(frames));
  }

  #give(frame: AudioFrame): void {
    this.#tell((stream) => stream.pushFrame(new LiveKitFrame(frame, 16_000, 1, frame.length)));
  }

  /** The plugin's stream throws once it has closed itself. */
  #tell(what: (stream: STT.SpeechStream) => void): void {
    if (!this.#stream) return;
    try {
      what(this.#stream);
    } catch {
      this.#lost("closed");
    }
  }

  async #read(stream: STT.SpeechStream): Promise<void> {
    for await (const event of stream) {
      if (stream !== this.#stream) return;
      const text = event.alternatives?.[0]?.text ?? "";
      const at = this.#options.clock.now();
      if (event.type === stt.SpeechEventType.INTERIM_TRANSCRIPT)
        this.#heard({ type: "stt.interim", at, text });
      else if (event.type === stt.SpeechEventType.FINAL_TRANSCRIPT) {
        if (text !== "") this.#understood();
        this.#heard({ type: "stt.final", at, text });
      }
    }
    if (stream === this.#stream) this.#lost("closed");
  }

  /** What was said since the last final, by the second recognizer. */
  async #transcribe(): Promise<void> {
    const count = this.#kept.frames.length;
    try {
      const text = await this.#options.transcribe(this.#kept.samples(), this.#closed.signal);
      if (this.#closed.signal.aborted) return;
      this.#understood(count);
      if (text === "") return;
      this.#send({ type: "stt.final", at: this.#options.clock.now(), text });
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      const reason = error instanceof TranscriptionFailed ? error.reason : "unexpected error";
      this.#send({ type: "provider.failed", provider: "stt", reason });
    }
  }

  #understood(count?: number): void {
    this.#kept.understood(count);
    this.#owed = this.#speaking;
  }

  #heard(event: CallEvent): void {
    if (this.#wasLost) this.#send({ type: "provider.recovered", provider: "stt" });
    this.#wasLost = false;
    this.#send(event);
  }

  #lost(reason: string): void {
    this.#wasLost = true;
    this.#stream = undefined;
    this.#send({ type: "provider.failed", provider: "stt", reason });
  }
}
