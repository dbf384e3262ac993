/** A telephone line with a caller at its far end: duplex, in real time, and it remembers exactly what was heard when. */
import type { AudioFrame, AudioSink, AudioSource } from "#src/call/ports.ts";
import { AgentTrack } from "./agent-track.ts";
import { CallerTrack, frameMs } from "./caller-track.ts";
import type { LineTruth } from "./measure.ts";
import { stereoWav } from "./recording.ts";
import type { SpokenLine } from "./speech.ts";
import type { Timers } from "./timers.ts";

/** Times are milliseconds of the timers' clock. */
export interface CallerLine extends AudioSource, AudioSink {
  now(): number;
  /** Says it at once, or after what is being said. */
  say(line: SpokenLine): { from: number; to: number };
  /** The caller falls silent in the middle of whatever it is. */
  cut(): void;
  /** Grows by a frame's length with every frame of the agent in which something can be heard. */
  agentAudibleMs(): number;
  /** End of the agent's last audible sample; minus infinity when there was none. */
  agentLastAudibleAt(): number;
  truth(): LineTruth;
  /** 16-bit stereo WAV, 24 kHz: caller left, agent right. */
  recording(): Buffer;
  close(): void;
}

export interface CallerLineOptions {
  timers: Timers;
  /** 16 kHz, repeated under everything that the caller says; see `noiseLoop`. */
  noise: Int16Array;
  /** `false`: no audio is kept, so that a line may be open for long; `recording` lacks it, and `truth` the caller. */
  remembers?: boolean;
}

/**
 * Carries sound from now on. A frame is delivered when its 20 ms are over, as a microphone would, on a fixed grid: a late
 * timer delivers what is due at once, and lateness never adds up.
 */
export function openCallerLine({ timers, noise, remembers = true }: CallerLineOptions): CallerLine {
  const startedAt = timers.now();
  const caller = new CallerTrack(startedAt, noise, { remembers });
  const agent = new AgentTrack({ remembers });
  const listeners = new Set<(frame: AudioFrame) => void>();

  const tick = (): void => {
    while (caller.nextDue() <= timers.now()) {
      if (!open) return;
      const frame = caller.nextFrame();
      for (const listener of listeners) listener(frame);
    }
    if (open) callOff = timers.after(Math.max(0, caller.nextDue() - timers.now()), tick);
  };
  let open = true;
  let callOff = timers.after(frameMs, tick);

  return {
    now: () => timers.now(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write: (frame) => agent.write(frame, timers.now()),
    leadMs: 0,
    queuedMs: () => 0,
    clear: () => 0,
    say: (line) => caller.say(line, timers.now()),
    cut: () => caller.cut(timers.now()),
    agentAudibleMs: () => agent.audibleMs(),
    agentLastAudibleAt: () => agent.lastAudibleAt(),
    truth: () => ({ caller: caller.spans(), agent: agent.spans() }),
    recording: () => stereoWav({ startedAt, caller: caller.frames, agent: agent.frames }),
    close() {
      open = false;
      callOff();
    },
  };
}
