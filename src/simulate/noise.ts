/** Randomness that is the same in every run of the same seed, and the noise made from it. */
import { overTelephone } from "./telephone-audio.ts";

/** Numbers from 0 up to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface NoiseOptions {
  /** Root mean square, full scale being 1. */
  rms: number;
  /** Band-limited as a telephone line is. */
  telephone: boolean;
  seed: number;
}

/** A line is never digitally silent: this much is heard on a quiet one (about -80 dB). */
export const comfortNoiseRms = 0.0001;

const loopSamples = 5 * 16_000;

/** Five seconds of white noise at 16 kHz, to be repeated. */
export function noiseLoop({ rms, telephone, seed }: NoiseOptions): Int16Array<ArrayBuffer> {
  const random = createRandom(seed);
  const peak = rms * 32_768 * Math.sqrt(3);
  const noise = Int16Array.from({ length: loopSamples }, () => Math.round((random() * 2 - 1) * peak));
  return telephone ? overTelephone(noise) : noise;
}
