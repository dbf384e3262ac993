/** Sounds, a sink and a clock for the tests of the voice. */
import { vi } from "vitest";
import type { AudioFrame, AudioSink, AudioSource, Clock } from "#src/call/ports.ts";
import type { SpeechSynthesis } from "#src/voice/speech-synthesis.ts";

/** Fake timers move it, real ones do not. */
export const clock: Clock = { now: () => performance.now() };

/** Samples that differ from each other, so that a lost or doubled one shows. */
export const ramp = (length: number, from = 1): Int16Array =>
  Int16Array.from({ length }, (_, i) => from + (i % 30_000));

export function recordingSink(): AudioSink & { frames: AudioFrame[]; samples(): number[] } {
  const frames: AudioFrame[] = [];
  return {
    frames,
    write: (frame) => void frames.push(frame),
    leadMs: 0,
    queuedMs: () => 0,
    clear: () => 0,
    samples: () => frames.flatMap((frame) => [...frame]),
  };
}

/** Plays what is written in fake time, as a room's audio source does; `heard` are the samples that were played. */
export function queueingSink(leadMs: number): AudioSink & { heard(): number[] } {
  let queue: number[] = [];
  const heard: number[] = [];
  let playedUntil = clock.now();
  const play = () => {
    const now = clock.now();
    heard.push(...queue.splice(0, Math.round((now - playedUntil) * 24)));
    playedUntil = now;
  };
  return {
    leadMs,
    write(frame) {
      play();
      queue.push(...frame);
    },
    queuedMs() {
      play();
      return queue.length / 24;
    },
    clear() {
      play();
      const ms = queue.length / 24;
      queue = [];
      return ms;
    },
    heard() {
      play();
      return heard;
    },
  };
}

/** Lets fake time pass in steps of a timer's length, as an event loop would. */
export function pass(ms: number): void {
  for (let left = ms; left > 0; left -= 5) vi.advanceTimersByTime(Math.min(5, left));
}

/** A caller whose 16 kHz audio is pushed by hand, in frames of 20 ms. */
export function microphone(): AudioSource & {
  speak(samples: Int16Array, realTime?: boolean): Promise<void>;
} {
  const listeners = new Set<(frame: AudioFrame) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async speak(samples, realTime = false) {
      for (let at = 0; at < samples.length; at += 320) {
        const frame: AudioFrame = new Int16Array(320);
        frame.set(samples.subarray(at, at + 320));
        for (const listener of listeners) listener(frame);
        await new Promise((resolve) => setTimeout(resolve, realTime ? 20 : 1));
      }
    },
  };
}

export const silence = (ms: number): Int16Array => new Int16Array(ms * 16);

export function joined(...pieces: Int16Array[]): Int16Array {
  const whole = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

/** The pieces of a sentence, as they came. */
export async function collect(speech: SpeechSynthesis, text: string, signal = never): Promise<Int16Array[]> {
  const chunks: Int16Array[] = [];
  for await (const chunk of speech.synthesize(text, signal)) chunks.push(chunk);
  return chunks;
}
