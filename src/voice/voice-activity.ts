/** Silero's windows turned into chart events: speech started, a pause, voice again, speech ended. */
import { type VAD, VADEventType, type VADStream } from "@livekit/agents";
import { AudioFrame as LiveKitFrame } from "@livekit/rtc-node";
import type { CallEvent } from "#machines/call/types.ts";
import type { AudioFrame, Clock } from "#src/call/ports.ts";
import { type CallerAudio, samplesPerMs } from "./caller-audio.ts";

/** A pause is this much quiet inside speech: two windows of 32 ms, which come some 90 ms after the voice itself. */
const pauseMs = 64;
/** Below this a window is quiet, above the other one it is voice again; between them nothing is said. */
const quietBelow = 0.35;
const voicedAbove = 0.6;

export class VoiceActivity {
  readonly #stream: VADStream;
  readonly #audio: CallerAudio;
  readonly #clock: Clock;
  #quietMs = 0;
  #paused = false;

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
          this.#quietMs = 0;
          this.#paused = false;
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
    if (probability < quietBelow) {
      this.#quietMs += 32;
      if (this.#paused || this.#quietMs < pauseMs) return;
      this.#paused = true;
      send({ type: "vad.paused", at, voicedUntil: this.#voicedUntil(sample) });
    } else {
      this.#quietMs = 0;
      if (!this.#paused || probability < voicedAbove) return;
      this.#paused = false;
      send({ type: "vad.voiced", at });
    }
  }

  #voicedUntil(sample: number): number {
    return this.#audio.timeOf(this.#audio.lastVoiced(sample));
  }
}
