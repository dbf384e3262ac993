/** The last seconds of the caller's audio: its samples, its loudness, and the time at which each sample was heard. */
import type { AudioFrame, Clock } from "#src/call/ports.ts";

/** 16 kHz. */
export const samplesPerMs = 16;
const keptSamples = 2000 * samplesPerMs;
/** Loudness is kept in steps this long; a frame of 20 ms is four of them. */
const stepSamples = 5 * samplesPerMs;
/** The last voiced sample is looked for this far back. */
const keptSteps = 200;
/** A step counts as voiced above this share of the loudest step: an unvoiced consonant is still speech. */
const voicedShare = 0.02;
/** And above this multiple of the quietest tenth of the steps, which is the line's noise. */
const aboveNoise = 2.5;

export class CallerAudio {
  readonly #clock: Clock;
  readonly #ring = new Int16Array(keptSamples);
  readonly #levels = new Float32Array(keptSteps);
  /** Samples heard so far; sample `n` is at `n % keptSamples`, step `n` at `n % keptSteps`. */
  #count = 0;
  #lastAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `frame` holds whole steps. */
  push(frame: AudioFrame): void {
    const start = this.#count % keptSamples;
    const fits = Math.min(frame.length, keptSamples - start);
    this.#ring.set(frame.subarray(0, fits), start);
    this.#ring.set(frame.subarray(fits), 0);
    for (let at = 0; at < frame.length; at += stepSamples)
      this.#levels[((this.#count + at) / stepSamples) % keptSteps] = rms(
        frame.subarray(at, at + stepSamples),
      );
    this.#count += frame.length;
    this.#lastAt = this.#clock.now();
  }

  /** When a sample was heard, on the call's clock. */
  timeOf(sample: number): number {
    return this.#lastAt - (this.#count - sample) / samplesPerMs;
  }

  /** The last `ms` of audio, shorter at the start of a call. */
  last(ms: number): Int16Array {
    const first = Math.max(0, this.#count - ms * samplesPerMs, this.#count - keptSamples);
    const out = new Int16Array(this.#count - first);
    for (let i = 0; i < out.length; i++) out[i] = this.#ring[(first + i) % keptSamples] ?? 0;
    return out;
  }

  /**
   * The last voiced sample before sample `end`: the detector's windows are 32 ms wide and lag behind the voice by some 90 ms,
   * so loudness decides. `end` itself when everything before it is equally loud.
   */
  lastVoiced(end: number): number {
    const levels = this.#levels.toSorted();
    const threshold = Math.max(
      (levels.at(-1) ?? 0) * voicedShare,
      (levels[Math.floor(keptSteps / 10)] ?? 0) * aboveNoise,
    );
    const lastStep = Math.floor(end / stepSamples) - 1;
    const oldest = Math.max(0, this.#count / stepSamples - keptSteps);
    for (let step = lastStep; step >= oldest; step--)
      if ((this.#levels[step % keptSteps] ?? 0) > threshold) return (step + 1) * stepSamples;
    return end;
  }
}

function rms(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return Math.sqrt(energy / samples.length);
}
