/** The line's way out: plays in virtual time, and knows which samples were really heard. */
import type { AudioFrame, AudioSink } from "#src/call/ports.ts";
import type { FaultNow } from "./plan.ts";

export interface HeardSink extends AudioSink {
  /** Lets the time since the last look pass in the line. */
  play(): void;
  /** When something was heard last; -1 while nothing was. */
  readonly heardAt: number;
  /** Milliseconds heard of the audio that begins with this sample, in all. */
  heardMs(mark: number): number;
  /** Frames that came after the line was closed. */
  readonly late: number;
  close(): void;
}

const frameMs = 20;

export function heardSink(now: () => number, faults: FaultNow): HeardSink {
  const queue: number[] = [];
  const heard = new Map<number, number>();
  let into = 0;
  let looked = 0;
  let heardAt = -1;
  let late = 0;
  let closed = false;

  const speed = () => ({ stuck: 0, slow: 0.5, throws: 1 })[faults("sink") ?? "throws"];
  const play = () => {
    const passed = (now() - looked) * speed();
    looked = now();
    let left = passed;
    while (left > 0 && queue.length > 0) {
      const step = Math.min(left, frameMs - into);
      const mark = queue[0] ?? 0;
      heard.set(mark, (heard.get(mark) ?? 0) + step);
      into += step;
      left -= step;
      heardAt = looked - left;
      if (into < frameMs) continue;
      into = 0;
      queue.shift();
    }
  };
  return {
    leadMs: 40,
    play,
    get heardAt() {
      return heardAt;
    },
    get late() {
      return late;
    },
    heardMs: (mark) => heard.get(mark) ?? 0,
    close: () => void (closed = true),
    write(frame: AudioFrame) {
      if (faults("sink") === "throws") throw new Error("The line takes no audio.");
      play();
      if (closed) late++;
      queue.push(frame[0] ?? 0);
    },
    queuedMs() {
      play();
      return queue.length * frameMs - into;
    },
    clear() {
      play();
      const left = queue.length * frameMs - into;
      queue.length = 0;
      into = 0;
      return left;
    },
  };
}
