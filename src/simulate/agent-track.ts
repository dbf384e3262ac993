/** The agent's half of the line: its frames on the time line, and when they can be heard. */
import type { AudioFrame } from "#src/call/ports.ts";
import type { Span } from "./measure.ts";

const samplesPerMs = 24;
/** About -44 dB of full scale: quieter samples count as silence. */
const audible = 200;
/** A frame written at most this long after the one before it has ended follows it without a gap. */
const jitterMs = 20;
/** Quiet within one swing of a voice is not a gap. */
const withinVoiceMs = 20;

export class AgentTrack {
  readonly frames: { at: number; samples: AudioFrame }[] = [];
  readonly #remembers: boolean;
  readonly #spans: { from: number; to: number }[] = [];
  #end = Number.NEGATIVE_INFINITY;
  #audibleMs = 0;

  /** A track that does not remember has spans and no frames. */
  constructor({ remembers = true }: { remembers?: boolean } = {}) {
    this.#remembers = remembers;
  }

  write(frame: AudioFrame, now: number): void {
    const at = now <= this.#end + jitterMs ? this.#end : now;
    this.#end = at + frame.length / samplesPerMs;
    if (this.#remembers) this.frames.push({ at, samples: frame.slice() });
    const first = frame.findIndex(isAudible);
    if (first === -1) return;
    this.#audibleMs += frame.length / samplesPerMs;
    const from = at + first / samplesPerMs;
    const to = at + (frame.findLastIndex(isAudible) + 1) / samplesPerMs;
    const last = this.#spans.at(-1);
    if (last !== undefined && from - last.to <= withinVoiceMs) last.to = to;
    else this.#spans.push({ from, to });
  }

  /** When the agent could be heard, on the line's clock. */
  spans(): Span[] {
    return this.#spans.map((span) => ({ ...span }));
  }

  /** All the frames, together in milliseconds, in which something could be heard. */
  audibleMs(): number {
    return this.#audibleMs;
  }

  /** End of the last audible sample; minus infinity when there was none. */
  lastAudibleAt(): number {
    return this.#spans.at(-1)?.to ?? Number.NEGATIVE_INFINITY;
  }
}

function isAudible(sample: number): boolean {
  return Math.abs(sample) >= audible;
}
