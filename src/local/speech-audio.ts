/** Reading what flite writes, and cutting off the silence around it. */

export interface Pcm {
  samples: Int16Array;
  sampleRate: number;
}

/** The samples of a mono 16-bit WAV file with the plain 44-byte header that flite writes. */
export function readWav(file: Buffer): Pcm {
  if (file.length < 44 || file.toString("latin1", 0, 4) !== "RIFF")
    throw new Error("flite wrote no WAV file");
  const samples = new Int16Array((file.length - 44) >> 1);
  for (let index = 0; index < samples.length; index += 1) samples[index] = file.readInt16LE(44 + index * 2);
  return { samples, sampleRate: file.readUInt32LE(24) };
}

/** -50 dBFS: flite's pauses lie below, its faintest consonants above. */
const silentBelow = 100;
/** flite begins with up to 330 ms of near-silence, which would be heard as latency. */
const keepBeforeMs = 20;
/** Enough that two sentences in a row do not run together. */
const keepAfterMs = 100;

export function trimSilence({ samples, sampleRate }: Pcm): Pcm {
  const voiced = (sample: number) => Math.abs(sample) > silentBelow;
  const first = samples.findIndex(voiced);
  if (first === -1) return { samples: new Int16Array(), sampleRate };
  const last = samples.findLastIndex(voiced);
  const from = Math.max(0, first - Math.round((keepBeforeMs * sampleRate) / 1000));
  const to = last + 1 + Math.round((keepAfterMs * sampleRate) / 1000);
  return { samples: samples.slice(from, to), sampleRate };
}
