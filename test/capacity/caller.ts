/** A caller who answers whatever is asked with the next line, once the agent has finished, and measures how long each wait was. */
import type { Words } from "./stand-ins.ts";
import { Line } from "./line.ts";

export interface CallerLine {
  /** 16 kHz. */
  samples: Int16Array;
  /** As the recognizer's stand-in is told them. */
  words: Words;
  /** From the first sample to the end of the last voiced one. */
  voicedMs: number;
}

export interface Heard {
  /** Milliseconds from the caller's last voiced sample to the agent's first. */
  waits: number[];
  /** Nothing was heard for ten seconds. */
  unanswered: number;
  /** The agent spoke before the caller had finished. */
  overlaps: number;
}

/** The agent has finished when it was quiet for so long. */
const quietMs = 900;
const patienceMs = 10_000;

export interface CallerOptions {
  lines: readonly CallerLine[];
  noise: Int16Array;
  /** Told at the moment at which a line begins. */
  tell: (words: Words) => void;
  heard: Heard;
}

export class Caller {
  readonly line: Line;
  /** Resolves when the last line was answered, or nothing came any more. */
  readonly finished: Promise<void>;
  readonly #options: CallerOptions;
  readonly #finish: () => void;
  #next = 0;
  #voicedUntil = performance.now();
  /** The wait after the last line was noted. */
  #noted = true;

  constructor(options: CallerOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.finished = promise;
    this.#finish = resolve;
    this.line = new Line(options.noise, () => this.#listen());
  }

  hangUp(): void {
    this.line.close();
    this.#finish();
  }

  #listen(): void {
    const now = performance.now();
    if (now < this.#voicedUntil) return;
    const { firstAudibleAt, lastAudibleAt } = this.line;
    if (firstAudibleAt === undefined) {
      if (now - this.#voicedUntil < patienceMs) return;
      this.#options.heard.unanswered++;
      return this.#speak();
    }
    this.#note(firstAudibleAt);
    if (now - Math.max(lastAudibleAt, this.#voicedUntil) >= quietMs) this.#speak();
  }

  #note(firstAudibleAt: number): void {
    if (this.#noted) return;
    this.#noted = true;
    const { heard } = this.#options;
    if (firstAudibleAt >= this.#voicedUntil) heard.waits.push(firstAudibleAt - this.#voicedUntil);
    else heard.overlaps++;
  }

  #speak(): void {
    const line = this.#options.lines[this.#next++];
    if (line === undefined) return this.hangUp();
    this.#voicedUntil = this.line.say(line.samples) + line.voicedMs;
    this.#noted = false;
    this.#options.tell(line.words);
  }
}
