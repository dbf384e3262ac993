/** Plays samples on the line in real time, 20 ms at a time and none ahead, so that a pause is heard with the next frame. */
import type { AudioFrame, AudioSink } from "#src/call/ports.ts";

export const sampleRate = 24_000;
const frameMs = 20;
const frameSamples = (sampleRate / 1000) * frameMs;

export interface PlayerEvents {
  /** The first frame has been written. */
  started(): void;
  /** After `end()`: the last sample has been heard. */
  finished(): void;
}

/** One utterance. */
export class LinePlayer {
  readonly #sink: AudioSink;
  readonly #events: PlayerEvents;
  readonly #pieces: Int16Array[] = [];
  /** Samples of the first piece that have been played. */
  #offset = 0;
  #frames = 0;
  #paused = false;
  #ended = false;
  #over = false;
  /** When the next frame is due; undefined while nothing is played. */
  #due: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(sink: AudioSink, events: PlayerEvents) {
    this.#sink = sink;
    this.#events = events;
  }

  get playedMs(): number {
    return this.#frames * frameMs;
  }

  /** 24 kHz, mono. */
  push(samples: Int16Array): void {
    this.#pieces.push(samples);
    this.#pump();
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#pump();
  }

  /** What has not been played is kept. */
  pause(): void {
    this.#paused = true;
    this.#rest();
  }

  resume(): void {
    this.#paused = false;
    this.#pump();
  }

  /** Silence from now on, for good; `finished` does not follow. */
  drop(): void {
    this.#over = true;
    this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = undefined;
  }

  #pump(): void {
    if (this.#over || this.#paused || this.#timer !== undefined) return;
    let now = performance.now();
    while (this.#due === undefined || this.#due <= now) {
      const frame = this.#nextFrame();
      if (frame === undefined) return this.#starve();
      this.#sink.write(frame);
      this.#due = (this.#due ?? now) + frameMs;
      if (++this.#frames === 1) this.#events.started();
      if (this.#over || this.#paused) return;
      now = performance.now();
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, this.#due - now);
  }

  #starve(): void {
    this.#rest();
    if (!this.#ended) return;
    this.#over = true;
    this.#events.finished();
  }

  /** Full, but for the last one, which is filled up with silence. */
  #nextFrame(): AudioFrame | undefined {
    const waiting = this.#pieces.reduce((sum, { length }) => sum + length, 0) - this.#offset;
    if (waiting === 0 || (waiting < frameSamples && !this.#ended)) return undefined;
    const frame = new Int16Array(frameSamples);
    for (let filled = 0; filled < frameSamples;) {
      const piece = this.#pieces[0];
      if (piece === undefined) break;
      const part = piece.subarray(this.#offset, this.#offset + frameSamples - filled);
      frame.set(part, filled);
      filled += part.length;
      this.#offset += part.length;
      if (this.#offset < piece.length) break;
      this.#pieces.shift();
      this.#offset = 0;
    }
    return frame;
  }
}
