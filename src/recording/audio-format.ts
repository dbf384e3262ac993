/** What a recording holds: 16-bit stereo at 16 kHz, the caller left, the agent right. */
const sampleRate = 16_000;
const channels = 2;
export const bytesPerSecond = sampleRate * channels * 2;
export const wavHeaderBytes = 44;

export function wavHeader(audioBytes: number): Buffer {
  const header = Buffer.alloc(wavHeaderBytes);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(wavHeaderBytes - 8 + audioBytes, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(bytesPerSecond, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(audioBytes, 40);
  return header;
}

export function interleaved(left: Int16Array, right: Int16Array): Buffer {
  const bytes = Buffer.alloc(left.length * 4);
  left.forEach((sample, index) => {
    bytes.writeInt16LE(sample, index * 4);
    bytes.writeInt16LE(right[index] ?? 0, index * 4 + 2);
  });
  return bytes;
}
