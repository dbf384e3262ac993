/** What somebody in a room hears of somebody else, and when. */
import type { RemoteTrack } from "@livekit/rtc-node";
import { AudioStream } from "@livekit/rtc-node";
import type { Span } from "#src/simulate/measure.ts";
import { now } from "./time.ts";

const sampleRate = 24_000;
const samplesPerMs = sampleRate / 1_000;
/** About -44 dB of full scale, as in the simulator's measurements: quieter samples count as silence. */
const audible = 200;
/** Quiet within one swing of a voice is not a gap. */
const withinVoiceMs = 20;

/** One track's audio, which comes without gaps: its samples are its clock. */
interface Stretch {
  samples: number;
  frames: { position: number; samples: Int16Array<ArrayBuffer> }[];
  /** In milliseconds of the stretch. */
  spans: Span[];
  /** When the stretch begins: a frame may be late and is never early, so that the promptest one tells. */
  startsAt: number;
}

/** Times are those of `now`. A sample is heard no sooner than the 20 ms it came in have arrived. */
export class Heard {
  readonly #stretches: Stretch[] = [];

  /** Listens until the track ends. */
  async listen(track: RemoteTrack): Promise<void> {
    const stretch: Stretch = { samples: 0, frames: [], spans: [], startsAt: Number.POSITIVE_INFINITY };
    this.#stretches.push(stretch);
    const stream = new AudioStream(track, { sampleRate, numChannels: 1, frameSizeMs: 20 });
    for await (const frame of stream) {
      append(stretch, Int16Array.from(frame.data));
    }
  }

  /** When something could be heard. */
  spans(): Span[] {
    return this.#stretches.flatMap(({ spans, startsAt }) =>
      spans.map(({ from, to }) => ({ from: startsAt + from, to: startsAt + to })),
    );
  }

  /** Milliseconds for which something could be heard since `from`. */
  audibleMs(from = Number.NEGATIVE_INFINITY): number {
    return this.spans().reduce((sum, span) => sum + Math.max(0, span.to - Math.max(span.from, from)), 0);
  }

  /** Minus infinity when there was nothing. */
  lastAudibleAt(): number {
    return this.spans().at(-1)?.to ?? Number.NEGATIVE_INFINITY;
  }

  /** 24 kHz. */
  frames(): { at: number; samples: Int16Array<ArrayBuffer> }[] {
    return this.#stretches.flatMap(({ frames, startsAt }) =>
      frames.map(({ position, samples }) => ({ at: startsAt + position / samplesPerMs, samples })),
    );
  }

  /** What was heard from then on, for so long, in one piece: 24 kHz. */
  samples(from: number, ms: number): Int16Array<ArrayBuffer> {
    const heard = new Int16Array(ms * samplesPerMs);
    for (const { at, samples } of this.frames()) {
      const first = Math.round((at - from) * samplesPerMs);
      const within = samples.subarray(Math.max(0, -first), Math.max(0, heard.length - first));
      if (within.length > 0) heard.set(within, Math.max(0, first));
    }
    return heard;
  }
}

function append(stretch: Stretch, samples: Int16Array<ArrayBuffer>): void {
  const position = stretch.samples;
  const fromMs = position / samplesPerMs;
  stretch.samples += samples.length;
  stretch.startsAt = Math.min(stretch.startsAt, now() - fromMs);
  stretch.frames.push({ position, samples });
  const first = samples.findIndex(isAudible);
  if (first === -1) return;
  const from = fromMs + first / samplesPerMs;
  const to = fromMs + (samples.findLastIndex(isAudible) + 1) / samplesPerMs;
  const last = stretch.spans.at(-1);
  if (last !== undefined && from - last.to <= withinVoiceMs) last.to = to;
  else stretch.spans.push({ from, to });
}

function isAudible(sample: number): boolean {
  return Math.abs(sample) >= audible;
}
