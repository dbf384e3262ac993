/** A recording's two voices, read from its WAV. */
import { readFileSync } from "node:fs";

export function voicesIn(file: string): { seconds: number; caller: Int16Array; agent: Int16Array } {
  const wav = readFileSync(file);
  const pairs = (wav.length - 44) / 4;
  const channel = (offset: number): Int16Array =>
    Int16Array.from({ length: pairs }, (_, index) => wav.readInt16LE(44 + index * 4 + offset));
  return { seconds: wav.readUInt32LE(40) / wav.readUInt32LE(28), caller: channel(0), agent: channel(2) };
}

/** Milliseconds of 16 kHz sound in which something is heard, to 20 ms. */
export function audibleMs(samples: Int16Array): number {
  let frames = 0;
  for (let at = 0; at < samples.length; at += 320)
    if (samples.subarray(at, at + 320).some((sample) => Math.abs(sample) > 1000)) frames++;
  return frames * 20;
}
