/** Audio between a browser, which computes in floating point at its own rate, and the line, which carries 16-bit samples. */

/** Little-endian 16-bit samples as numbers from -1 to 1. */
export function fromPcm(bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes);
  const samples = new Float32Array(Math.floor(bytes.byteLength / 2));
  for (let index = 0; index < samples.length; index++)
    samples[index] = view.getInt16(index * 2, true) / 32_768;
  return samples;
}

export function toPcm(samples: ArrayLike<number>): ArrayBuffer {
  const bytes = new ArrayBuffer(samples.length * 2);
  const view = new DataView(bytes);
  for (let index = 0; index < samples.length; index++) {
    const sample = Math.min(1, Math.max(-1, samples[index] ?? 0));
    view.setInt16(index * 2, Math.round(sample * 32_767), true);
  }
  return bytes;
}

/**
 * Turns samples at `rate` Hz into frames of `frame` samples at `wanted` Hz, by the mean of those that fall into each; what
 * is left over waits for the next. A microphone's hiss above half the wanted rate is damped by it well enough for speech.
 */
export function framesAt(
  rate: number,
  wanted: number,
  frame: number,
): (samples: Float32Array) => Float32Array[] {
  const step = rate / wanted;
  let sum = 0;
  let count = 0;
  let taken = 0;
  let due = step;
  let pending: number[] = [];
  return (samples) => {
    const frames: Float32Array[] = [];
    for (const sample of samples) {
      sum += sample;
      count++;
      taken++;
      while (taken >= due) {
        pending.push(count > 0 ? sum / count : sample);
        sum = 0;
        count = 0;
        due += step;
        if (pending.length < frame) continue;
        frames.push(Float32Array.from(pending));
        pending = [];
      }
    }
    return frames;
  };
}
