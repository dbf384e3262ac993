/** The agent's 24 kHz at the recording's 16 kHz, frame by frame: a windowed sinc at 48 kHz, of which every third sample is kept. */

/** 20 ms. */
const frameSamples = 480;
const up = 2;
const down = 3;
/** Per phase; the whole filter delays by half of it, 0.7 ms. */
const taps = 32;
/** Below the 8 kHz that 16 kHz can carry, of 48 kHz. */
const cutoff = 7_200 / 48_000;

const phases = Array.from({ length: up }, (_, phase) => {
  const ofPhase = Array.from({ length: taps }, (_, tap) => filterAt(phase + up * tap));
  const sum = ofPhase.reduce((total, tap) => total + tap, 0);
  return ofPhase.map((tap) => tap / sum);
});

/** Takes 480 samples a time and gives 320; what came before is remembered. */
export function createDownsampler(): (frame: Int16Array) => Int16Array {
  const input = new Float64Array(taps + frameSamples);
  return (frame) => {
    input.copyWithin(0, frameSamples);
    input.set(frame, taps);
    return Int16Array.from({ length: (frameSamples * up) / down }, (_, index) => {
      const at = index * down;
      const newest = taps + Math.floor(at / up);
      const sum = (phases[at % up] ?? []).reduce(
        (total, weight, tap) => total + weight * (input[newest - tap] ?? 0),
        0,
      );
      return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
    });
  };
}

function filterAt(index: number): number {
  const length = taps * up;
  const x = index - (length - 1) / 2;
  const angle = (2 * Math.PI * index) / (length - 1);
  const blackman = 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
  return (Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x)) * blackman;
}
