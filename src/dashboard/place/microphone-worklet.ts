/** Runs beside the page, where audio is not held up by it. */
import { framesAt, toPcm } from "./samples.ts";

declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const lineRate = 16_000;
const frameSamples = 320;

class Microphone extends AudioWorkletProcessor {
  readonly #frames = framesAt(sampleRate, lineRate, frameSamples);

  process([input]: Float32Array[][]): boolean {
    for (const frame of this.#frames(input?.[0] ?? new Float32Array())) {
      const bytes = toPcm(frame);
      this.port.postMessage(bytes, [bytes]);
    }
    return true;
  }
}

registerProcessor("microphone", Microphone);
