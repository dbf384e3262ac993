/** Changes a sample rate by a polyphase windowed-sinc filter (linear phase, Blackman window). */

/** Zero crossings of the sinc on either side of its centre. */
const crossings = 16;
/** The pass band ends a little below the Nyquist rate, so that nothing folds back. */
const rolloff = 0.94;

export function resample(input: Int16Array, fromHz: number, toHz: number): Int16Array<ArrayBuffer> {
  if (fromHz === toHz) return new Int16Array(input);
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const phases = createPhases(up, Math.min(1, toHz / fromHz) * rolloff);
  const output = new Int16Array(Math.ceil((input.length * up) / down));
  for (let index = 0; index < output.length; index += 1) {
    const position = index * down;
    const phase = phases[position % up];
    if (phase === undefined) continue;
    const first = Math.floor(position / up) - phase.reach;
    let sum = 0;
    for (let tap = 0; tap < phase.taps.length; tap += 1) {
      sum += (phase.taps[tap] ?? 0) * (input[first + tap] ?? 0);
    }
    output[index] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return output;
}

interface Phase {
  taps: Float64Array;
  /** How many input samples lie before the centre. */
  reach: number;
}

/** One filter for each place that an output sample may have between two input samples. */
function createPhases(up: number, cutoff: number): Phase[] {
  const reach = Math.ceil(crossings / cutoff);
  return Array.from({ length: up }, (_, phase) => {
    const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, tap) => {
      const distance = tap - reach - phase / up;
      return cutoff * sinc(cutoff * distance) * blackman(distance / (reach + 1));
    });
    // Each phase passes a constant unchanged; otherwise the phases' slight differences would sing along.
    const sum = taps.reduce((total, value) => total + value, 0);
    return { taps: taps.map((value) => value / sum), reach };
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** From -1 to 1, zero outside. */
function blackman(x: number): number {
  if (Math.abs(x) >= 1) return 0;
  return 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
