/** Plays the line's frames one after the other, a little behind, so that a late one leaves no hole. */
import { fromPcm } from "./samples.ts";

const rate = 24_000;
const behindSeconds = 0.08;

export interface Playback {
  /** A frame of 16-bit mono at 24 kHz. */
  play(frame: ArrayBuffer): void;
  /** Lets what came be heard to its end. */
  finish(): void;
  stop(): void;
}

export function startPlayback(): Playback {
  const context = new AudioContext();
  let next = 0;
  const stop = (): void => {
    if (context.state !== "closed") void context.close();
  };
  return {
    play(frame) {
      const samples = fromPcm(frame);
      if (samples.length === 0 || context.state === "closed") return;
      const buffer = context.createBuffer(1, samples.length, rate);
      buffer.copyToChannel(samples, 0);
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(context.destination);
      if (next < context.currentTime) next = context.currentTime + behindSeconds;
      source.start(next);
      next += buffer.duration;
    },
    finish() {
      setTimeout(stop, Math.max(0, next - context.currentTime) * 1_000 + 100);
    },
    stop,
  };
}
