/** A stretch of speech to be played: one sentence, or one cached phrase. Grows while it is being fetched. */
import type { AudioFrame } from "#src/call/ports.ts";
import { samplesSinceClause } from "./clause.ts";

/** 24 kHz, 20 ms. */
const sampleRate = 24_000;
export const samplesPerMs = sampleRate / 1000;
const frameSamples = 480;
export const frameMs = 20;

/** Speech of an unfinished sentence is guessed to last this long a letter, from OpenAI's and flite's usual pace. */
export const samplesPerLetter = 0.065 * sampleRate;

export class Clip {
  readonly text: string;
  /** Fillers are heard but are no part of what was said. */
  readonly counts: boolean;
  readonly #pieces: Int16Array[] = [];
  /** Where the next sample is: a piece, and a place in it. */
  #piece = 0;
  #offset = 0;
  #available = 0;
  #played = 0;
  #done = false;
  #failure: string | undefined;

  constructor(text: string, counts = true) {
    this.text = text;
    this.counts = counts;
  }

  append(samples: Int16Array): void {
    if (samples.length === 0) return;
    this.#pieces.push(samples);
    this.#available += samples.length;
  }

  /** All of it has been fetched. */
  close(): void {
    this.#done = true;
  }

  /** What is there will be played, the rest will never come. `reason` bears no speech. */
  fail(reason: string): void {
    this.#failure = reason;
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  get begun(): boolean {
    return this.#played > 0;
  }

  get hasAudio(): boolean {
    return this.#available > 0;
  }

  get finished(): boolean {
    return this.#done && this.#available === 0 && this.#failure === undefined;
  }

  /**
   * The next 20 ms, or undefined when they have not arrived. Once the clip is closed, its last frame is filled up with
   * silence.
   */
  nextFrame(): AudioFrame | undefined {
    if (this.#available < frameSamples && !(this.#done && this.#available > 0)) return undefined;
    const frame: AudioFrame = new Int16Array(frameSamples);
    let filled = 0;
    while (filled < frameSamples) {
      const piece = this.#pieces[this.#piece];
      if (!piece) break;
      const taken = piece.subarray(this.#offset, this.#offset + frameSamples - filled);
      frame.set(taken, filled);
      filled += taken.length;
      this.#offset += taken.length;
      if (this.#offset < piece.length) continue;
      this.#piece++;
      this.#offset = 0;
    }
    this.#available -= filled;
    this.#played += filled;
    return frame;
  }

  /** The last `samples` of what was played were not heard after all; returns how many of them were this clip's. */
  rewind(samples: number): number {
    const back = Math.min(samples, this.#played);
    for (let left = back; left > 0;) {
      if (this.#offset === 0) this.#offset = this.#pieces[--this.#piece]?.length ?? 0;
      const step = Math.min(left, this.#offset);
      this.#offset -= step;
      left -= step;
    }
    this.#played -= back;
    this.#available += back;
    return back;
  }

  /** Back to the beginning of the clause that is being played; returns how many samples will be played again. */
  rewindClause(): number {
    const played = new Int16Array(this.#played);
    let filled = 0;
    for (const piece of this.#pieces.slice(0, this.#piece + 1)) {
      const part = piece.subarray(0, this.#played - filled);
      played.set(part, filled);
      filled += part.length;
    }
    return this.rewind(samplesSinceClause(played));
  }

  /** The words that were played, cut at a word. */
  heardText(): string {
    if (!this.counts || this.#played === 0) return "";
    if (this.finished) return this.text;
    const arrived = this.#played + this.#available;
    const total = this.#done ? arrived : Math.max(arrived, this.text.length * samplesPerLetter);
    return firstWords(this.text, this.#played / total);
  }
}

/** As many whole words of `text` as fit into this share of its letters. */
export function firstWords(text: string, share: number): string {
  const cut = Math.floor(text.length * Math.min(1, share));
  if (cut >= text.length) return text;
  return text.slice(0, text.lastIndexOf(" ", cut) + 1).trimEnd();
}
