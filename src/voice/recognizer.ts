/** Deepgram's stream turned into chart events, and opened anew when the chart asks for it. */
import { type stt as STT, stt } from "@livekit/agents";
import { AudioFrame as LiveKitFrame } from "@livekit/rtc-node";
import type { CallEvent } from "#machines/call/types.ts";
import type { AudioFrame, Clock } from "#src/call/ports.ts";

export class Recognizer {
  readonly #open: () => STT.STT;
  readonly #clock: Clock;
  #provider: STT.STT | undefined;
  #stream: STT.SpeechStream | undefined;
  #send: (event: CallEvent) => void = () => {};
  #wasLost = false;

  /** `open` makes a recognizer of this call's own: its errors then cannot be another call's. */
  constructor(open: () => STT.STT, clock: Clock) {
    this.#open = open;
    this.#clock = clock;
  }

  start(send: (event: CallEvent) => void): void {
    this.#send = send;
    this.reopen();
  }

  reopen(): void {
    this.#close();
    const provider = this.#open();
    const stream = provider.stream();
    this.#provider = provider;
    this.#stream = stream;
    provider.on("error", ({ recoverable }) => {
      if (!recoverable && this.#stream === stream) this.#lost("error");
    });
    this.#read(stream).catch(() => {
      if (this.#stream === stream) this.#lost("error");
    });
  }

  push(frame: AudioFrame): void {
    this.#tell((stream) => stream.pushFrame(new LiveKitFrame(frame, 16_000, 1, frame.length)));
  }

  /** Asks for the final words of what was sent: nothing more of this turn is expected. */
  finalize(): void {
    this.#tell((stream) => stream.flush());
  }

  async close(): Promise<void> {
    const provider = this.#provider;
    this.#close();
    await provider?.close();
  }

  #close(): void {
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.close();
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
      const at = this.#clock.now();
      if (event.type === stt.SpeechEventType.INTERIM_TRANSCRIPT)
        this.#heard({ type: "stt.interim", at, text });
      else if (event.type === stt.SpeechEventType.FINAL_TRANSCRIPT)
        this.#heard({ type: "stt.final", at, text });
    }
    if (stream === this.#stream) this.#lost("closed");
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
