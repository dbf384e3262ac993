/** Silero's windows turned into chart events: speech started, a pause, voice again, speech ended. */
import type { CallEvent } from "#machines/call/types.ts";
import type { AudioFrame, Clock } from "#src/call/ports.ts";
import { type CallerAudio, samplesPerMs } from "./caller-audio.ts";
import type { DetectorStream, SpeechDetector, Window } from "./silero.ts";

/** A pause is this much quiet inside speech; by loudness, since the detector itself lags behind the voice by some 90 ms. */
const pauseMs = 80;
/** After a pause this much voice, which the detector agrees to be voice, means that the caller goes on. */
const voicedMs = 40;
const voicedAbove = 0.5;

export class VoiceActivity {
  readonly #detector: SpeechDetector;
  readonly #audio: CallerAudio;
  readonly #clock: Clock;
  #stream: DetectorStream | undefined;
  /** The last voiced sample before the present pause; undefined while there is none. */
  #pausedFrom: number | undefined;

  constructor(detector: SpeechDetector, audio: CallerAudio, clock: Clock) {
    this.#detector = detector;
    this.#audio = audio;
    this.#clock = clock;
  }

  push(frame: AudioFrame): void {
    this.#stream?.push(frame);
  }

  close(): void {
    this.#stream?.close();
  }

  /** Sends events until it is closed; rejects when the detector fails. */
  run(send: (event: CallEvent) => void): Promise<void> {
    this.#stream = this.#detector.open((window) => this.#found(window, send));
    return this.#stream.over;
  }

  #found(
    { sample, probability, speaking, change, voicedSamples }: Window,
    send: (event: CallEvent) => void,
  ): void {
    const at = this.#clock.now();
    if (speaking) this.#watchPause(probability, sample, at, send);
    if (change === "started") {
      this.#pausedFrom = undefined;
      send({ type: "vad.speechStarted", at, voicedAt: this.#audio.timeOf(sample - voicedSamples) });
    } else if (change === "ended") {
      send({ type: "vad.speechEnded", at, voicedUntil: this.#voicedUntil(sample) });
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
