/** A caller's mouth: one audio track, fed in real time. */
import {
  AudioFrame,
  AudioResampler,
  AudioSource,
  LocalAudioTrack,
  type Room,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import { CallerTrack, frameSamples } from "#src/simulate/caller-track.ts";
import { now } from "./time.ts";

const frameMs = 20;
const lineRate = 16_000;

export interface MicrophoneOptions {
  sampleRate: 16_000 | 48_000;
  /** Nothing is sent while there is no voice. */
  dtx: boolean;
  /** 16 kHz, lies under everything and is repeated. */
  noise: Int16Array;
}

export interface Microphone {
  /** What is said, and when. */
  track: CallerTrack;
  startedAt: number;
  trackSid: string;
  close(): void;
}

/**
 * Publishes, and sends on a fixed grid from then on: 20 ms when they are over, as a microphone does. A late timer sends what
 * is due at once, and lateness never adds up.
 */
export async function openMicrophone(room: Room, options: MicrophoneOptions): Promise<Microphone> {
  const { sampleRate, dtx, noise } = options;
  // Without a queue of its own, the source takes 10 ms at a time and sends them at once: what is late does not stay late.
  const source = new AudioSource(sampleRate, 1, 0);
  const publication = await room.localParticipant?.publishTrack(
    LocalAudioTrack.createAudioTrack("sip", source),
    new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx, red: false }),
  );
  if (publication?.sid === undefined) throw new Error("The caller's track was not published.");
  const send = sender(source, sampleRate);
  const startedAt = now();
  const track = new CallerTrack(startedAt, noise);
  const nextDue = (): number => startedAt + (track.frames.length + 1) * frameMs;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    while (nextDue() <= now()) send(track.nextFrame());
    timer = setTimeout(tick, Math.max(0, nextDue() - now()));
  };
  tick();
  return { track, startedAt, trackSid: publication.sid, close: () => clearTimeout(timer) };
}

/**
 * Sends samples of 16 kHz at the source's rate. One frame at a time: the library asks every frame that is under way about
 * everything that happens, and a process with ten callers would do nothing else.
 */
function sender(source: AudioSource, sampleRate: number): (samples: Int16Array) => void {
  const resampler = sampleRate === lineRate ? undefined : new AudioResampler(lineRate, sampleRate);
  const blockSamples = sampleRate / 100;
  let waiting: number[] = [];
  let sent = Promise.resolve();
  return (samples) => {
    const frame = new AudioFrame(samples, lineRate, 1, frameSamples);
    for (const { data } of resampler?.push(frame) ?? [frame]) waiting.push(...data);
    for (; waiting.length >= blockSamples; waiting = waiting.slice(blockSamples)) {
      const block = Int16Array.from(waiting.slice(0, blockSamples));
      // A room that was closed meanwhile takes nothing; whoever waits for its end learns that from the room.
      sent = sent
        .then(() => source.captureFrame(new AudioFrame(block, sampleRate, 1, blockSamples)))
        .catch(() => {});
    }
  };
}
