/** What a telephone network does to a voice: 8 kHz, nothing above 3.4 kHz, 8-bit µ-law (ITU-T G.711). */

const bias = 0x84;
const clip = 32_635;

/** 16 kHz in, 16 kHz out, same length and not shifted in time. */
export function overTelephone(samples: Int16Array): Int16Array<ArrayBuffer> {
  const narrow = convolve(Float64Array.from(samples), 1);
  const stuffed = new Float64Array(samples.length);
  for (let index = 0; index < samples.length; index += 2) {
    stuffed[index] = decodeMuLaw(encodeMuLaw(clamp(narrow[index] ?? 0)));
  }
  return Int16Array.from(convolve(stuffed, 2), clamp);
}

export function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), clip) + bias;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

export function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + bias) << ((bits >> 4) & 0x07)) - bias;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

const taps = lowPass(3_400, 16_000, 95);

function convolve(samples: Float64Array, gain: number): Float64Array {
  const half = (taps.length - 1) / 2;
  return samples.map((_, at) => {
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) sum += (taps[tap] ?? 0) * (samples[at + half - tap] ?? 0);
    return sum * gain;
  });
}

/** A windowed sinc (Hamming) with a gain of 1 at 0 Hz. */
function lowPass(cutOff: number, sampleRate: number, length: number): Float64Array {
  const middle = (length - 1) / 2;
  const sinc = Float64Array.from({ length }, (_, index) => {
    const x = index - middle;
    const ideal =
      x === 0 ? (2 * cutOff) / sampleRate : Math.sin((2 * Math.PI * cutOff * x) / sampleRate) / (Math.PI * x);
    return ideal * (0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (length - 1)));
  });
  const sum = sinc.reduce((total, value) => total + value, 0);
  return sinc.map((value) => value / sum);
}

function clamp(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}
