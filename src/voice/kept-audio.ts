/** The caller's latest audio, kept until it is known to be understood: a recognizer that is opened anew is given it. */
import type { AudioFrame } from "#src/call/ports.ts";

/** 20 ms each: the last 15 s. */
const mostFrames = 750;
/** The beginning of a word may lie before the last final, which comes late. */
const overlapFrames = 10;
/** The detector notices a voice late, and its first sounds are quiet. */
const onsetFrames = 25;

export class KeptAudio {
  readonly #frames: AudioFrame[] = [];

  push(frame: AudioFrame): void {
    this.#frames.push(frame);
    if (this.#frames.length > mostFrames) this.#frames.shift();
  }

  /** The first `count` frames are understood; by default all of them. */
  understood(count = this.#frames.length): void {
    this.#frames.splice(0, Math.max(0, count - overlapFrames));
  }

  /** Voice begins, and nothing before it is owed: silence is not kept. */
  voiceBegins(): void {
    this.#frames.splice(0, Math.max(0, this.#frames.length - onsetFrames));
  }

  get frames(): readonly AudioFrame[] {
    return this.#frames;
  }

  /** All of it as one stretch of 16 kHz. */
  samples(): Int16Array {
    return joined(this.#frames);
  }
}

/** One after the other. */
export function joined(frames: readonly AudioFrame[]): AudioFrame {
  const whole = new Int16Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    whole.set(frame, at);
    at += frame.length;
  }
  return whole;
}
