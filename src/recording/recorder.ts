/** Records both voices of a call, once it is told to: beside the call, never in its way. */
import type { AudioFrame, AudioSink, AudioSource, Clock } from "#src/call/ports.ts";
import { interleaved } from "./audio-format.ts";
import { createDownsampler } from "./downsample.ts";
import type { RecordingFile } from "./recording-file.ts";
import { Track } from "./track.ts";

const frameMs = 20;
const callerRate = 16_000;
const agentRate = 24_000;
/** So long after it was heard a moment is written: until then a late frame may come, and what was not heard be taken back. */
const settledMs = 300;
/** A second a chunk: what a process that is killed loses at most. */
const framesPerChunk = 50;

export interface RecorderParts {
  audioIn: AudioSource;
  audioOut: AudioSink;
  clock: Clock;
  /** Called when recording begins. */
  open: () => RecordingFile;
}

export interface Recorder {
  /** Where the agent's voice is to be written, in place of `audioOut`. */
  audioOut: AudioSink;
  /** Nothing from before is kept. The second time it does nothing. */
  start(): void;
  /** Resolves when everything is on the disk, at once when nothing was recorded; never rejects. */
  stop(): Promise<void>;
}

export function createRecorder({ audioIn, audioOut, clock, open }: RecorderParts): Recorder {
  let running: ReturnType<typeof record> | undefined;
  return {
    audioOut: {
      leadMs: audioOut.leadMs,
      write(frame) {
        const heardIn = running === undefined ? 0 : audioOut.queuedMs();
        audioOut.write(frame);
        running?.agentSays(frame, heardIn);
      },
      queuedMs: () => audioOut.queuedMs(),
      clear() {
        const ms = audioOut.clear();
        running?.agentTakesBack(ms);
        return ms;
      },
    },
    start() {
      running ??= record(audioIn, clock, open());
    },
    async stop() {
      await running?.stop();
    },
  };
}

function record(audioIn: AudioSource, clock: Clock, file: RecordingFile) {
  const startedAt = clock.now();
  const caller = new Track(callerRate);
  const agent = new Track(agentRate);
  const downsample = createDownsampler();
  let frames = 0;
  let chunk: Buffer[] = [];
  let stopped = false;

  const writeUntil = (ms: number): void => {
    for (; (frames + 1) * frameMs <= ms; frames++) {
      const left = caller.take((frames * frameMs * callerRate) / 1000, (frameMs * callerRate) / 1000);
      const right = agent.take((frames * frameMs * agentRate) / 1000, (frameMs * agentRate) / 1000);
      chunk.push(interleaved(left, downsample(right)));
      if (chunk.length === framesPerChunk) file.append(Buffer.concat(chunk.splice(0)));
    }
  };
  const unsubscribe = audioIn.subscribe((frame: AudioFrame) => {
    const now = clock.now() - startedAt;
    caller.place(frame, now - frameMs);
    writeUntil(now - settledMs);
  });
  return {
    agentSays(frame: AudioFrame, heardIn: number): void {
      if (!stopped) agent.place(frame, clock.now() - startedAt + heardIn);
    },
    agentTakesBack: (ms: number): void => agent.takeBack(ms),
    async stop(): Promise<void> {
      if (!stopped) {
        stopped = true;
        unsubscribe();
        writeUntil(clock.now() - startedAt);
      }
      await file.close(Buffer.concat(chunk.splice(0)));
    },
  };
}
