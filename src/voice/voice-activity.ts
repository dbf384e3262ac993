/** Silero's windows turned into chart events: speech started, a pause, voice again, speech ended. */
import { type VAD, VADEventType, type VADStream } from "@livekit/agents";
import { AudioFrame as LiveKitFrame } from "@livekit/rtc-node";
import type { CallEvent } from "#machines/call/types.ts";
import type { AudioFrame, Clock } from "#src/call/ports.ts";
import { type CallerAudio, samplesPerMs } from "./caller-audio.ts";

/** A pause is this much quiet inside speech; by loudness, since the detector itself lags behind the voice by some 90 ms. */
const pauseMs = 80;
/** After a pause this much voice, which the detector agrees to be voice, means that the caller goes on. */
const voicedMs = 40;
const voicedAbove = 0.5;

export class VoiceActivity {
  readonly #stream: VADStream;
  readonly #audio: CallerAudio;
  readonly #clock: Clock;
  /** The last voiced sample before the present pause; undefined while there is none. */
  #pausedFrom: number | undefined;

  constructor(vad: VAD, audio: CallerAudio, clock: Clock) {
    this.#stream = vad.stream();
    this.#audio = audio;
    this.#clock = clock;
  }

  push(frame: AudioFrame): void {
    this.#stream.pushFrame(new LiveKitFrame(frame, samplesPerMs * 1000, 1, frame.length));
  }

  close(): void {
    this.#stream.close();
  }

  /** Sends events until the stream is closed. */
  async run(send: (event: CallEvent) => void): Promise<void> {
    for await (const event of this.#stream) {
      const at = this.#clock.now();
      switch (event.type) {
        case VADEventType.START_OF_SPEECH: {
          const voicedAt = this.#audio.timeOf(event.samplesIndex - event.speechDuration * samplesPerMs);
          this.#pausedFrom = undefined;
          send({ type: "vad.speechStarted", at, voicedAt });
          break;
        }
        case VADEventType.END_OF_SPEECH:
          send({ type: "vad.speechEnded", at, voicedUntil: this.#voicedUntil(event.samplesIndex) });
          break;
        case VADEventType.INFERENCE_DONE:
          if (event.speaking) this.#watchPause(event.probability, event.samplesIndex, at, send);
          break;
        case VADEventType.METRICS_COLLECTED:
          break;
      }
    }
  }

  #watchPause(probability: number, sample: number, at: number, send: (event: CallEvent) => void): void {
    const voiced = this.#audio.lastVoiced(sample);
    if (this.#pausedFrom === undefined) {
      if (sample - voiced < pauseMs * samplesPerMs) return;
      this.#pausedFrom = voiced;
      send({ type: "vad.paused", at, voicedUntil: this.#audio.timeOf(voiced) });
    } else if (voiced - this.#pausedFrom >= voicedMs * samplesPerMs && probability > voicedAbove) {
      this.#pausedFrom = undefined;
      send({ type: "vad.voiced", at });
    }
  }

  #voicedUntil(sample: number): number {
    return this.#audio.timeOf(this.#audio.lastVoiced(sample));
  }
}
