/** Plays clips in real time, 20 ms at a time, and knows what has been heard. */
import type { AudioFrame, AudioSink, Clock, Heard } from "#src/call/ports.ts";
import { type Clip, frameMs, samplesPerMs } from "./clip.ts";

/** Wakes the pump more often than frames are due, so that a late timer costs no gap. */
const pumpMs = 5;
/** After a timer was late, the sink holds more than its lead; more than this much more is never written to it. */
const tolerableMs = 60;

export interface PlayoutEvents {
  started(at: number): void;
  drained(at: number): void;
  finished(at: number, said: boolean): void;
  failed(reason: string): void;
}

/**
 * One utterance's audio. Held until `release()`. A frame is written when it is due, ahead by the sink's lead and not more;
 * `pause()` takes back what the sink has not played, and after it playing goes on with the first sample not heard.
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

  /** Bridges a wait, also in the middle of a sentence: played now, unless something is there to be played. */
  bridge(clip: Clip): void {
    if (this.#clips.some((one) => one.hasAudio)) return;
    this.#clips.unshift(clip);
    this.pump();
  }

  release(): void {
    this.#released = true;
    this.pump();
  }

  pause(): void {
    if (this.#over) return;
    this.#paused = true;
    this.#due = undefined;
    this.#stopTimer();
    this.#takeBack();
  }

  resume(): void {
    this.#paused = false;
    this.pump();
  }

  /** As `resume`, from the beginning of the clause in which it was paused. */
  resumeClause(): void {
    const again = this.#over ? 0 : (this.#clips[0]?.rewindClause() ?? 0);
    this.#frames -= Math.round(again / samplesPerMs / frameMs);
    this.resume();
  }

  end(): void {
    this.#ended = true;
    this.pump();
  }

  drop(): void {
    if (!this.#over && !this.#paused) this.#takeBack();
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
    while (this.#due === undefined || this.#due - this.#sink.leadMs <= now) {
      if (this.#sink.queuedMs() > this.#sink.leadMs + tolerableMs) return this.#wakeLater();
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
    if (this.#due !== undefined && this.#due - this.#sink.leadMs > now) return this.#wakeLater();
    this.#starved(now);
  }

  /** What the sink has not played will be played again, or never was. */
  #takeBack(): void {
    const ms = Math.round(this.#sink.clear());
    this.#frames -= Math.round(ms / frameMs);
    let left = ms * samplesPerMs;
    left -= this.#clips[0]?.rewind(left) ?? 0;
    while (left > 0) {
      const clip = this.#past.pop();
      if (clip === undefined) return;
      left -= clip.rewind(left);
      this.#clips.unshift(clip);
    }
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
    if (this.#sink.queuedMs() > 0) return this.#wakeLater();
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
