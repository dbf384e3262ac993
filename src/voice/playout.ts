/** Plays clips in real time, 20 ms at a time, and knows what has been heard. */
import type { AudioSink, Clock, Heard } from "#src/call/ports.ts";
import { type Clip, frameMs } from "./clip.ts";

/** Wakes the pump more often than frames are due, so that a late timer costs no gap. */
const pumpMs = 5;

export interface PlayoutEvents {
  started(at: number): void;
  finished(at: number): void;
  failed(reason: string): void;
}

/**
 * One utterance's audio. Held until `release()`. A frame is written when it is due and not before, so `pause()` is heard
 * as silence within one frame; after a pause, playing goes on with the next frame.
 */
export class Playout {
  readonly #sink: AudioSink;
  readonly #clock: Clock;
  readonly #events: PlayoutEvents;
  readonly #clips: Clip[] = [];
  readonly #past: Clip[] = [];
  #bridge: Clip | undefined;
  #frames = 0;
  #released = false;
  #paused = false;
  #ended = false;
  #over = false;
  /** When the next frame is due; undefined while nothing plays. */
  #due: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(sink: AudioSink, clock: Clock, events: PlayoutEvents) {
    this.#sink = sink;
    this.#clock = clock;
    this.#events = events;
  }

  queue(clip: Clip): void {
    this.#bridge = undefined;
    this.#clips.push(clip);
    this.pump();
  }

  /** Bridges a wait: played as soon as nothing else is there to be played, unless more is said before that. */
  bridge(clip: Clip): void {
    this.#bridge = clip;
    this.pump();
  }

  release(): void {
    this.#released = true;
    this.pump();
  }

  pause(): void {
    this.#paused = true;
    this.#due = undefined;
    this.#stopTimer();
  }

  resume(): void {
    this.#paused = false;
    this.pump();
  }

  end(): void {
    this.#ended = true;
    this.pump();
  }

  drop(): void {
    this.#over = true;
    this.#stopTimer();
  }

  heard(): Heard {
    const clips = [...this.#past, ...this.#clips];
    return {
      text: clips
        .map((clip) => clip.heardText())
        .filter((text) => text !== "")
        .join(" "),
      complete: this.#ended && this.#clips.length === 0,
      playedMs: this.#frames * frameMs,
    };
  }

  /** Writes every frame that is due. Called when audio arrives, too, so that the first frame does not wait for a timer. */
  pump(): void {
    if (this.#over || this.#paused || !this.#released) return;
    let now = this.#clock.now();
    while (this.#due === undefined || this.#due <= now) {
      const frame = this.#nextFrame();
      if (frame === undefined) break;
      this.#sink.write(frame);
      this.#due = (this.#due ?? now) + frameMs;
      if (this.#frames++ === 0) this.#events.started(now);
      if (this.#over || this.#paused) return;
      now = this.#clock.now();
    }
    if (this.#due !== undefined && this.#due > now) return this.#wakeLater();
    this.#starved(now);
  }

  #nextFrame() {
    for (let clip = this.#clips[0]; clip !== undefined; clip = this.#clips[0]) {
      const frame = clip.nextFrame();
      if (frame !== undefined) return frame;
      if (!clip.finished) break;
      this.#past.push(clip);
      this.#clips.shift();
    }
    return this.#bridgeFrame();
  }

  /** A sentence that was begun is not broken off for a bridge. */
  #bridgeFrame() {
    const bridge = this.#bridge;
    if (bridge === undefined || this.#ended || this.#clips[0]?.begun || this.#clips[0]?.failure !== undefined)
      return undefined;
    this.#bridge = undefined;
    this.#clips.unshift(bridge);
    return bridge.nextFrame();
  }

  /** All that is there has been heard: the end, a failure, or audio that has not arrived yet. */
  #starved(now: number): void {
    this.#due = undefined;
    const clip = this.#clips[0];
    if (clip?.failure !== undefined) {
      this.#over = true;
      this.#events.failed(clip.failure);
    } else if (clip === undefined && this.#ended) {
      this.#over = true;
      this.#events.finished(now);
    }
  }

  #wakeLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.pump();
    }, pumpMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
