/** A caller's telephone line that keeps no audio, so that what a process holds is its calls': 20 ms frames in real time. */
import type { AudioFrame, AudioSink, AudioSource } from "#src/call/ports.ts";

const frameMs = 20;
/** 16 kHz. */
const frameSamples = 320;
/** As `src/simulate/agent-track.ts` has it: quieter samples of the agent's are silence. */
const audible = 200;
/** 24 kHz. */
const agentSamplesPerMs = 24;

/** Times are those of `performance.now()`. */
export class Line implements AudioSource, AudioSink {
  readonly leadMs = 0;
  readonly #startedAt = performance.now();
  readonly #noise: Int16Array;
  readonly #listeners = new Set<(frame: AudioFrame) => void>();
  readonly #onTick: () => void;
  #timer: NodeJS.Timeout | undefined;
  #delivered = 0;
  #speech: Int16Array | undefined;
  #said = 0;
  #firstAudibleAt: number | undefined;
  #lastAudibleAt = -Infinity;

  /** `noise`, a whole number of frames, is repeated while nothing is said. `onTick` is called after each frame. */
  constructor(noise: Int16Array, onTick: () => void) {
    this.#noise = noise;
    this.#onTick = onTick;
    this.#timer = setTimeout(this.#tick, frameMs);
  }

  subscribe(listener: (frame: AudioFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins with the next frame; returns when that is. What was heard of the agent is forgotten. */
  say(samples: Int16Array): number {
    this.#speech = samples;
    this.#said = 0;
    this.#firstAudibleAt = undefined;
    return this.#startedAt + this.#delivered * frameMs;
  }

  write(frame: AudioFrame): void {
    let first = 0;
    while (first < frame.length && Math.abs(frame[first] ?? 0) < audible) first++;
    if (first === frame.length) return;
    const now = performance.now();
    this.#firstAudibleAt ??= now + first / agentSamplesPerMs;
    this.#lastAudibleAt = now + frameMs;
  }

  queuedMs(): number {
    return 0;
  }

  clear(): number {
    return 0;
  }

  /** The agent's first sample since the caller has last begun to speak. */
  get firstAudibleAt(): number | undefined {
    return this.#firstAudibleAt;
  }

  get lastAudibleAt(): number {
    return this.#lastAudibleAt;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#listeners.clear();
  }

  /** On a fixed grid: a late timer delivers all that is due. */
  readonly #tick = (): void => {
    while (this.#timer !== undefined && this.#nextDue() <= performance.now()) {
      const frame = this.#nextFrame();
      for (const listener of this.#listeners) listener(frame);
      this.#onTick();
    }
    if (this.#timer === undefined) return;
    this.#timer = setTimeout(this.#tick, Math.max(1, this.#nextDue() - performance.now()));
  };

  #nextDue(): number {
    return this.#startedAt + (this.#delivered + 1) * frameMs;
  }

  #nextFrame(): AudioFrame {
    const frame = new Int16Array(frameSamples);
    const from = (this.#delivered++ * frameSamples) % this.#noise.length;
    frame.set(this.#noise.subarray(from, from + frameSamples));
    if (this.#speech === undefined) return frame;
    frame.set(this.#speech.subarray(this.#said, this.#said + frameSamples));
    this.#said += frameSamples;
    if (this.#said >= this.#speech.length) this.#speech = undefined;
    return frame;
  }
}
