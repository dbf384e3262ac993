/** The last seconds of the caller's audio, with the time at which each sample was heard. */
import type { AudioFrame, Clock } from "#src/call/ports.ts";

/** 16 kHz. */
export const samplesPerMs = 16;
const keptSamples = 4000 * samplesPerMs;
/** Energy is looked at in steps this long, to say when the voice was last heard. */
const stepSamples = 5 * samplesPerMs;
/** The last voiced sample is looked for this far back. */
const searchedMs = 1000;
/** A step counts as voiced above this share of the loudest step: an unvoiced consonant is still speech. */
const voicedShare = 0.02;
/** And above this multiple of the quietest tenth of the steps, which is the line's noise. */
const aboveNoise = 2.5;

export class CallerAudio {
  readonly #clock: Clock;
  readonly #ring = new Int16Array(keptSamples);
  /** Samples heard so far; sample `n` is at `n % keptSamples`. */
  #count = 0;
  #lastAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  push(frame: AudioFrame): void {
    const start = this.#count % keptSamples;
    const fits = Math.min(frame.length, keptSamples - start);
    this.#ring.set(frame.subarray(0, fits), start);
    this.#ring.set(frame.subarray(fits), 0);
    this.#count += frame.length;
    this.#lastAt = this.#clock.now();
  }

  /** When a sample was heard, on the call's clock. */
  timeOf(sample: number): number {
    return this.#lastAt - (this.#count - sample) / samplesPerMs;
  }

  /** The last `ms` of audio, shorter at the start of a call. */
  last(ms: number): Int16Array {
    return this.#slice(this.#count - ms * samplesPerMs, this.#count);
  }

  /**
   * The last voiced sample before `end`: the detector's windows are 32 ms wide and lag behind, so the energy decides. `end`
   * itself when everything before it is equally loud.
   */
  lastVoiced(end: number): number {
    const start = Math.max(0, end - searchedMs * samplesPerMs);
    const levels = stepLevels(this.#slice(start, end));
    const sorted = levels.toSorted((a, b) => a - b);
    const noise = sorted[Math.floor(sorted.length / 10)] ?? 0;
    const loudest = sorted.at(-1) ?? 0;
    const last = levels.findLastIndex((level) => level > Math.max(loudest * voicedShare, noise * aboveNoise));
    return last < 0 ? end : start + (last + 1) * stepSamples;
  }

  #slice(from: number, to: number): Int16Array {
    const first = Math.max(0, from, this.#count - keptSamples);
    const out = new Int16Array(Math.max(0, to - first));
    for (let i = 0; i < out.length; i++) out[i] = this.#ring[(first + i) % keptSamples] ?? 0;
    return out;
  }
}

function stepLevels(samples: Int16Array): number[] {
  const levels: number[] = [];
  for (let at = 0; at + stepSamples <= samples.length; at += stepSamples) {
    let energy = 0;
    for (let i = at; i < at + stepSamples; i++) energy += (samples[i] ?? 0) ** 2;
    levels.push(Math.sqrt(energy / stepSamples));
  }
  return levels;
}
