/** Plays clips in real time, 20 ms at a time, and knows what has been heard. */
import type { AudioFrame, AudioSink, Clock, Heard } from "#src/call/ports.ts";
import { type Clip, frameMs } from "./clip.ts";

/** Wakes the pump more often than frames are due, so that a late timer costs no gap. */
const pumpMs = 5;

export interface PlayoutEvents {
  started(at: number): void;
  drained(at: number): void;
  finished(at: number, said: boolean): void;
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
  #flowing = false;
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
    this.#clips.push(clip);
    this.pump();
  }

  /** Bridges a wait: played now, unless something is there to be played, or a sentence has begun that must not be broken. */
  bridge(clip: Clip): void {
    if (this.#clips.some((one) => one.hasAudio || one.begun)) return;
    this.#clips.unshift(clip);
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
      if (!this.#written(frame)) return;
      this.#due = (this.#due ?? now) + frameMs;
      this.#frames++;
      if (!this.#flowing) {
        this.#flowing = true;
        this.#events.started(now);
      }
      if (this.#over || this.#paused) return;
      now = this.#clock.now();
    }
    if (this.#due !== undefined && this.#due > now) return this.#wakeLater();
    this.#starved(now);
  }

  /** A line that takes no more audio fails the utterance, and nothing else. */
  #written(frame: AudioFrame): boolean {
    try {
      this.#sink.write(frame);
      return true;
    } catch {
      this.#over = true;
      this.#events.failed("line takes no audio");
      return false;
    }
  }

  #nextFrame() {
    for (let clip = this.#clips[0]; clip !== undefined; clip = this.#clips[0]) {
      const frame = clip.nextFrame();
      if (frame !== undefined) return frame;
      if (!clip.finished) return undefined;
      this.#past.push(clip);
      this.#clips.shift();
    }
    return undefined;
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
      this.#events.finished(now, this.heard().text !== "");
    } else if (this.#flowing) {
      this.#flowing = false;
      this.#events.drained(now);
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
