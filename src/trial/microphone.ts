/** A person's voice, which comes in frames of a browser's own clock, put on a line that has a clock of its own. */
import type { CallerLine } from "#src/simulate/caller-line.ts";

export const frameBytes = 640;
const frameSamples = frameBytes / 2;
const samplesPerMs = 16;
/** Frames come early and late: after a pause, so much is collected before the first one is heard. */
const cushionMs = 40;
/** Of a browser whose clock is faster than ours, or that sends more than a microphone hears, the rest is dropped. */
const longestQueueMs = 240;

/** Returns what puts a frame of `frameBytes` on the line. */
export function startMicrophone(line: CallerLine): (frame: Uint8Array) => void {
  let until = Number.NEGATIVE_INFINITY;
  return (frame) => {
    const now = line.now();
    if (until - now > longestQueueMs) return;
    const lead = until <= now ? cushionMs * samplesPerMs : 0;
    const samples = new Int16Array(lead + frameSamples);
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    for (let index = 0; index < frameSamples; index++) samples[lead + index] = view.getInt16(index * 2, true);
    until = line.say({ samples, chunks: [] }).to;
  };
}
