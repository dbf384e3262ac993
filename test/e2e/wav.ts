/** Mono WAV files of 16-bit samples. */

const headerBytes = 44;

/** `length` is how many samples the header promises; the rest is for the writer to add. */
export function wav(samples: Int16Array, sampleRate: number, length = samples.length): Buffer {
  const file = Buffer.alloc(wavBytes(samples.length));
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(wavBytes(length) - 8, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(length * 2, 40);
  for (const [index, sample] of samples.entries()) file.writeInt16LE(sample, headerBytes + index * 2);
  return file;
}

/** How long a file of so many samples is. */
export const wavBytes = (samples: number): number => headerBytes + samples * 2;

/** Of a file with the plain header that may still be written to: its length is not looked at. */
export function samplesOf(file: Buffer): Int16Array<ArrayBuffer> {
  const samples = new Int16Array(Math.max(0, (file.length - headerBytes) >> 1));
  return samples.map((_, index) => file.readInt16LE(headerBytes + index * 2));
}
