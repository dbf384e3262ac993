/** The agent's voice in a room: one track, fed from a queue that is kept short. */
import { setTimeout as delay } from "node:timers/promises";
import {
  AudioFrame as RoomFrame,
  AudioSource as RoomSource,
  LocalAudioTrack,
  type Room,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import type { AudioFrame, AudioSink } from "#src/call/ports.ts";

const sampleRate = 24_000;
/** Two frames ahead: a timer may be so late without being heard. */
const leadMs = 40;
/** What the native queue takes before it makes the writer wait; the playout stays far below it. */
const queueMs = 200;

export interface AgentTrack extends AudioSink {
  /** Resolves when somebody can hear the track, or when it takes longer than that: the first words must not be lost. */
  subscribed(timeoutMs: number): Promise<void>;
  /** Resolves when everything written so far was played. */
  played(): Promise<void>;
  close(): Promise<void>;
}

/** Publishes the track; rejects when the room refuses it. */
export async function publishAgentTrack(room: Room): Promise<AgentTrack> {
  const participant = room.localParticipant;
  if (participant === undefined) throw new Error("The room is not connected.");
  const source = new RoomSource(sampleRate, 1, queueMs);
  const track = LocalAudioTrack.createAudioTrack("agent", source);
  const options = new TrackPublishOptions();
  options.source = TrackSource.SOURCE_MICROPHONE;
  const publication = await participant.publishTrack(track, options);
  let broken = false;
  return {
    leadMs,
    async subscribed(timeoutMs) {
      const late = new AbortController();
      const waited = delay(timeoutMs, undefined, { signal: late.signal }).catch(() => {});
      await Promise.race([publication.waitForSubscription(), waited]);
      late.abort();
    },
    write(frame: AudioFrame) {
      if (broken) throw new Error("The room takes no more audio.");
      source.captureFrame(new RoomFrame(frame, sampleRate, 1, frame.length)).catch(() => {
        broken = true;
      });
    },
    queuedMs: () => source.queuedDuration,
    clear() {
      const queued = source.queuedDuration;
      if (queued > 0) source.clearQueue();
      return queued;
    },
    played: () => source.waitForPlayout(),
    close: () => track.close(),
  };
}
