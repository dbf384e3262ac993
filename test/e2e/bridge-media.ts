/** A call's audio, between the caller's telephone and the room. */
import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  type RemoteTrack,
  type Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import { openRtp, packetSamples, type Rtp } from "./rtp.ts";
import { sine } from "./tone.ts";

export interface BridgeMedia {
  /** Port of RTP. */
  port: number;
  /** Resolves when somebody in the room can be heard. */
  subscribed: Promise<void>;
  /** The telephone takes audio from now on. */
  aim: Rtp["aim"];
  /** The telephone hears a ringing tone instead of the room, or the room again. */
  ring(on: boolean): void;
  close(): void;
}

const sampleRate = 8_000;
const blockSamples = 80;
/** What is heard in Europe when it rings at the other end: one second of 425 Hz in five. */
const ringing = { hz: 425, onMs: 1_000, everyMs: 5_000 };

/** Listens to the room from now on. `publish` is to be called when the room is joined. */
export async function openBridgeMedia(room: Room): Promise<BridgeMedia & { publish(): Promise<void> }> {
  // Without a queue of its own, the source takes 10 ms at a time and sends them at once.
  const source = new AudioSource(sampleRate, 1, 0);
  const subscribed = Promise.withResolvers<void>();
  let rings: number | undefined;
  let latest: RemoteTrack | undefined;
  const rtp = await openRtp({
    onAudio: (samples) => {
      for (let at = 0; at + blockSamples <= samples.length; at += blockSamples) {
        const block = samples.slice(at, at + blockSamples);
        // What arrives when the room is left already is not missed.
        source.captureFrame(new AudioFrame(block, sampleRate, 1, blockSamples)).catch(() => {});
      }
    },
    onDigit: (digit, code) => {
      room.localParticipant?.publishDtmf(code, digit).catch(() => {});
    },
  });
  const play = async (track: RemoteTrack): Promise<void> => {
    latest = track;
    const stream = new AudioStream(track, { sampleRate, numChannels: 1, frameSizeMs: 20 });
    for await (const { data } of stream) {
      if (track !== latest) return;
      if (rings === undefined) rtp.send(data);
      else rtp.send(ringingTone(rings++));
    }
  };
  room.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind !== TrackKind.KIND_AUDIO) return;
    subscribed.resolve();
    void play(track);
  });
  return {
    port: rtp.port,
    subscribed: subscribed.promise,
    aim: (remote) => rtp.aim(remote),
    ring: (on) => {
      rings = on ? 0 : undefined;
    },
    publish: async () => {
      const track = LocalAudioTrack.createAudioTrack("sip", source);
      // Without DTX: after a pause in what the telephone sends, what comes next would be too late to be heard.
      const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: false });
      await room.localParticipant?.publishTrack(track, options);
    },
    close: () => {
      latest = undefined;
      rtp.close();
    },
  };
}

function ringingTone(packet: number): Int16Array {
  const from = packet * packetSamples;
  const ms = (from * 1_000) / sampleRate;
  return ms % ringing.everyMs < ringing.onMs
    ? sine(ringing.hz, sampleRate, packetSamples, from)
    : new Int16Array(packetSamples);
}
