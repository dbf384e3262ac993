/** A sound that is easily told from every other one. */

/** 16-bit samples of a sine, `from` being the first one's number. */
export function sine(hz: number, sampleRate: number, samples: number, from = 0): Int16Array<ArrayBuffer> {
  const step = (2 * Math.PI * hz) / sampleRate;
  return Int16Array.from({ length: samples }, (_, index) => 8_000 * Math.sin(step * (from + index)));
}
