/** Whether a line is in what was heard, sample by sample. A recognizer would do no better than guess: 8 kHz, µ-law. */
import { synthesizeAt } from "#src/local/flite.ts";
import { resample } from "#src/local/resample.ts";
import type { Voice } from "#src/local/voices.ts";

const telephoneRate = 8_000;
/** What is below 2 kHz tells lines apart. */
const sampleRate = 4_000;
/** Long enough that no other line is like it by chance. */
const windowSamples = 1.5 * sampleRate;

/**
 * The best correlation of the line's loudest second and a half with any such stretch of `heard` (8 kHz): 1 is the same, 0
 * is nothing alike. `line` is all that was said in one breath, since a voice says a part of it otherwise.
 */
export async function likeness(heard: Int16Array, line: string, voice: Voice): Promise<number> {
  const spoken = await synthesizeAt(line, { voice, sampleRate: telephoneRate });
  const template = loudest(resample(spoken, telephoneRate, sampleRate));
  const samples = resample(heard, telephoneRate, sampleRate);
  const ownEnergy = energyOf(template);
  let energy = energyOf(samples.subarray(0, template.length));
  let best = 0;
  for (let from = 0; from + template.length < samples.length; from++) {
    let product = 0;
    for (let index = 0; index < template.length; index++)
      product += (samples[from + index] ?? 0) * (template[index] ?? 0);
    if (energy > 0) best = Math.max(best, product / Math.sqrt(energy * ownEnergy));
    energy += (samples[from + template.length] ?? 0) ** 2 - (samples[from] ?? 0) ** 2;
  }
  return best;
}

function loudest(samples: Int16Array): Int16Array {
  let best = samples.subarray(0, windowSamples);
  for (let from = 0; from + windowSamples <= samples.length; from += windowSamples / 10) {
    const window = samples.subarray(from, from + windowSamples);
    if (energyOf(window) > energyOf(best)) best = window;
  }
  return best;
}

function energyOf(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return energy;
}
