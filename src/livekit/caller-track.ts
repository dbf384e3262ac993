/** The caller's voice in a room, as an unbroken stream: where the room has no audio to give, there is silence. */
import {
  AudioStream,
  type RemoteParticipant,
  type RemoteTrack,
  type Room,
  RoomEvent,
  TrackKind,
} from "@livekit/rtc-node";
import type { AudioFrame, AudioSource } from "#src/call/ports.ts";

const frameMs = 20;
const frameSamples = 320;
/** Frames that come this late are jitter; after that, silence stands in for them. */
const lateMs = 100;

export interface CallerTrack extends AudioSource {
  close(): void;
}

/**
 * Follows every audio track that the caller publishes, now or later. A muted, lost or not yet published track is heard as
 * silence, so that a turn can end and a silent caller can be noticed whatever the network does.
 */
export function openCallerTrack(room: Room, callerIdentity: string): CallerTrack {
  const listeners = new Set<(frame: AudioFrame) => void>();
  let latest: RemoteTrack | undefined;
  let heardUntil = performance.now();

  const hear = (frame: AudioFrame): void => {
    for (const listener of listeners) listener(frame);
  };
  const follow = async (track: RemoteTrack): Promise<void> => {
    latest = track;
    const stream = new AudioStream(track, { sampleRate: 16_000, numChannels: 1, frameSizeMs: frameMs });
    for await (const { data } of stream) {
      if (latest !== track) return;
      heardUntil = performance.now();
      if (data.length === frameSamples) hear(new Int16Array(data));
    }
  };
  const subscribed = (track: RemoteTrack, _publication: unknown, { identity }: RemoteParticipant): void => {
    // A stream that breaks off leaves silence, which is what the caller's side then is.
    if (identity === callerIdentity && track.kind === TrackKind.KIND_AUDIO) follow(track).catch(() => {});
  };
  room.on(RoomEvent.TrackSubscribed, subscribed);
  const caller = room.remoteParticipants.get(callerIdentity);
  for (const { track } of caller?.trackPublications.values() ?? [])
    if (caller !== undefined && track !== undefined) subscribed(track, undefined, caller);

  const timer = setInterval(() => {
    for (; performance.now() - heardUntil > lateMs; heardUntil += frameMs) hear(new Int16Array(frameSamples));
  }, frameMs);

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      latest = undefined;
      room.off(RoomEvent.TrackSubscribed, subscribed);
    },
  };
}
