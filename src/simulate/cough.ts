/** A cough without a throat: a burst of noise through three resonances, with a sharp attack and a second, softer push. */
import { createRandom } from "./noise.ts";

const sampleRate = 16_000;
const attackMs = 8;
const peak = 14_000;
/** Centre in Hz and strength: an open mouth, roughly. */
const formants = [
  [650, 1],
  [1_350, 0.7],
  [2_600, 0.4],
] as const;

/** 250 to 350 ms at 16 kHz, the same for the same seed. */
export function cough(seed: number): Int16Array<ArrayBuffer> {
  const random = createRandom(seed);
  const length = Math.round(((250 + random() * 100) * sampleRate) / 1_000);
  const noise = Float64Array.from({ length }, () => random() * 2 - 1);
  const shaped = new Float64Array(length);
  for (const [centre, strength] of formants) {
    const voice = resonate(noise, centre);
    for (let index = 0; index < length; index++)
      shaped[index] = (shaped[index] ?? 0) + strength * (voice[index] ?? 0);
  }
  const loudest = shaped.map((value, index) => value * envelope(index / length, index));
  const scale = peak / loudest.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return Int16Array.from(loudest, (value) => Math.round(value * scale));
}

/** Loudness at a point of the cough: the burst, then at half time the second push; both fade. */
function envelope(progress: number, index: number): number {
  const attack = Math.min(1, index / ((attackMs * sampleRate) / 1_000));
  const burst = Math.exp(-6 * progress);
  const push = progress < 0.45 ? 0 : 0.45 * Math.exp(-5 * (progress - 0.45));
  return attack * (burst + push);
}

/** A band-pass with a quality of 4 (Bristow-Johnson's cookbook). */
function resonate(input: Float64Array, centre: number): Float64Array {
  const omega = (2 * Math.PI * centre) / sampleRate;
  const alpha = Math.sin(omega) / 8;
  const scale = 1 + alpha;
  const feedback1 = (2 * Math.cos(omega)) / scale;
  const feedback2 = (1 - alpha) / scale;
  const output = new Float64Array(input.length);
  for (let index = 0; index < input.length; index++) {
    output[index] =
      (alpha / scale) * ((input[index] ?? 0) - (input[index - 2] ?? 0)) +
      feedback1 * (output[index - 1] ?? 0) -
      feedback2 * (output[index - 2] ?? 0);
  }
  return output;
}
