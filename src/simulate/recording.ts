/** A call as a WAV file that anybody can listen to. */
import type { AudioFrame } from "#src/call/ports.ts";
import { frameSamples } from "./caller-track.ts";

const sampleRate = 24_000;
const headerBytes = 44;
const bytesPerPair = 4;

export interface Recorded {
  startedAt: number;
  /** 16 kHz, without gaps from `startedAt` on. */
  caller: readonly AudioFrame[];
  /** 24 kHz, `at` milliseconds on the same clock. */
  agent: readonly { at: number; samples: AudioFrame }[];
}

/** 16-bit stereo at 24 kHz, the caller left, the agent right. */
export function stereoWav({ startedAt, caller, agent }: Recorded): Buffer {
  const positionOf = (at: number): number => Math.round(((at - startedAt) * sampleRate) / 1_000);
  const callerLength = Math.floor(caller.length * frameSamples * 1.5);
  const last = agent.at(-1);
  const agentLength = last === undefined ? 0 : positionOf(last.at) + last.samples.length;
  const pairs = Math.max(callerLength, agentLength);
  const wav = Buffer.alloc(headerBytes + pairs * bytesPerPair);
  writeHeader(wav);
  for (let pair = 0; pair < callerLength; pair++) {
    wav.writeInt16LE(callerSample(caller, pair / 1.5), headerBytes + pair * bytesPerPair);
  }
  for (const { at, samples } of agent) {
    const first = positionOf(at);
    for (let index = Math.max(0, -first); index < samples.length; index++) {
      wav.writeInt16LE(samples[index] ?? 0, headerBytes + (first + index) * bytesPerPair + 2);
    }
  }
  return wav;
}

/** Between two samples, the straight line. */
function callerSample(frames: readonly AudioFrame[], position: number): number {
  const sample = (index: number): number =>
    frames[Math.floor(index / frameSamples)]?.[index % frameSamples] ?? 0;
  const before = Math.floor(position);
  const share = position - before;
  return Math.round(sample(before) * (1 - share) + sample(before + 1) * share);
}

function writeHeader(wav: Buffer): void {
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * bytesPerPair, 28);
  wav.writeUInt16LE(bytesPerPair, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(wav.length - headerBytes, 40);
}
