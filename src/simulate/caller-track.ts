/** The caller's half of the line: what is said when, cut into 20 ms frames. */
import type { AudioFrame } from "#src/call/ports.ts";
import type { CallerSpan } from "./measure.ts";
import type { SpokenLine } from "./speech.ts";

const samplesPerMs = 16;
export const frameMs = 20;
export const frameSamples = frameMs * samplesPerMs;

interface Spoken {
  line: SpokenLine;
  /** Sample of the track at which the line begins, and the first one at which it is over. */
  from: number;
  until: number;
}

export class CallerTrack {
  readonly frames: AudioFrame[] = [];
  readonly #startedAt: number;
  readonly #noise: Int16Array;
  readonly #remembers: boolean;
  #spoken: Spoken[] = [];
  #delivered = 0;

  /** `noise` lies under everything and is repeated. A track that does not remember has neither frames nor spans of what is over. */
  constructor(startedAt: number, noise: Int16Array, { remembers = true }: { remembers?: boolean } = {}) {
    this.#startedAt = startedAt;
    this.#noise = noise;
    this.#remembers = remembers;
  }

  /** When the next frame is over, on the line's clock. */
  nextDue(): number {
    return this.#timeOf(this.#delivered + frameSamples);
  }

  /** Begins now, to the sample, or when the line before it is over; returns when it is heard. */
  say(line: SpokenLine, now: number): { from: number; to: number } {
    const from = Math.max(this.#sampleAt(now), this.#spoken.at(-1)?.until ?? 0);
    const until = from + line.samples.length;
    this.#spoken.push({ line, from, until });
    return { from: this.#timeOf(from), to: this.#timeOf(until) };
  }

  /** Falls silent now; what was to follow is never said. */
  cut(now: number): void {
    const sample = this.#sampleAt(now);
    for (const spoken of this.#spoken) spoken.until = Math.max(spoken.from, Math.min(spoken.until, sample));
  }

  /** The next 20 ms. */
  nextFrame(): AudioFrame {
    const first = this.#delivered;
    const frame = new Int16Array(frameSamples);
    for (const { line, from, until } of this.#spoken) {
      const end = Math.min(first + frameSamples, until);
      for (let sample = Math.max(first, from); sample < end; sample++) {
        frame[sample - first] = line.samples[sample - from] ?? 0;
      }
    }
    for (let index = 0; index < frameSamples; index++) {
      const noisy = (frame[index] ?? 0) + (this.#noise[(first + index) % this.#noise.length] ?? 0);
      frame[index] = Math.max(-32_768, Math.min(32_767, noisy));
    }
    this.#delivered += frameSamples;
    if (this.#remembers) this.frames.push(frame);
    else this.#spoken = this.#spoken.filter(({ until }) => until > this.#delivered);
    return frame;
  }

  /** What was voiced so far, chunk by chunk, on the line's clock. */
  spans(): CallerSpan[] {
    return this.#spoken.flatMap(({ line, from, until }) => {
      const end = this.#timeOf(Math.min(until, this.#delivered));
      return line.chunks
        .map((chunk) => ({
          kind: chunk.kind,
          text: chunk.text,
          from: this.#timeOf(from) + chunk.startMs,
          to: Math.min(this.#timeOf(from) + chunk.endMs, end),
        }))
        .filter((span) => span.from < span.to);
    });
  }

  #sampleAt(time: number): number {
    return Math.ceil((time - this.#startedAt) * samplesPerMs);
  }

  #timeOf(sample: number): number {
    return this.#startedAt + sample / samplesPerMs;
  }
}
