/** A caller in a room, as livekit-sip puts one there: says, hears, presses, hangs up, and remembers when. */
import { DisconnectReason, ParticipantKind, Room, RoomEvent, TrackKind } from "@livekit/rtc-node";
import { RoomServiceClient } from "livekit-server-sdk";
import { synthesizeAt } from "#src/local/flite.ts";
import type { SpeechPort } from "#src/simulate/begin-line.ts";
import type { Span } from "#src/simulate/measure.ts";
import { comfortNoiseRms, noiseLoop } from "#src/simulate/noise.ts";
import { stereoWav } from "#src/simulate/recording.ts";
import { speakLine, type SpokenLine } from "#src/simulate/speech.ts";
import type { Sound } from "#src/simulate/spoken-line.ts";
import { type CallSettings, participantOf } from "./call-settings.ts";
import { Heard } from "./heard.ts";
import type { LiveKitAddress } from "./livekit.ts";
import { type Microphone, openMicrophone } from "./microphone.ts";
import { type CallStatus, callStatus, dtmfCode, join } from "./telephone-participant.ts";
import { now, until } from "./time.ts";

/** The way in: the server itself, or a door in front of it that also carries out transfers. */
interface WayIn extends LiveKitAddress {
  /** Resolves when the caller in that room was put through to somebody, and leaves the room; may never. */
  putThrough?(room: string): Promise<void>;
}

export interface CallOptions extends CallSettings {
  livekit: WayIn;
  /** A recognizer that goes by a script: it is told the words as the agent hears them. */
  engines?: { speech(room: string): SpeechPort };
}

export interface Left {
  at: number;
  reason: keyof typeof DisconnectReason;
}

export type Voiced = Pick<Span, "from" | "to">;

/** So much later than it was spoken, a word has reached the agent: 50 to 65 ms were measured on this machine. */
const carriageMs = 60;
const defaultLimitMs = 30_000;

/** Resolves when the caller is in the room and its microphone open. The call becomes active when an agent is heard. */
export async function call(options: CallOptions): Promise<Caller> {
  const caller = new Caller(options);
  await caller.open();
  void options.livekit.putThrough?.(caller.room).then(() => caller.hangUp());
  return caller;
}

/** Times are those of `now`. */
export class Caller {
  readonly room: string;
  readonly identity: string;
  readonly heard = new Heard();
  readonly agentLeft: Promise<Left>;
  readonly disconnected: Promise<Left>;
  /** When the caller was in the room, and when an agent came. */
  joinedAt: number | undefined;
  agentJoinedAt: number | undefined;
  readonly #options: CallOptions;
  readonly #participant: ReturnType<typeof participantOf>;
  readonly #room = new Room();
  readonly #speech: SpeechPort | undefined;
  readonly #lines = new Map<string, Promise<SpokenLine>>();
  readonly #toTell = new Set<NodeJS.Timeout>();
  #microphone: Microphone | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#participant = participantOf(options);
    this.room = this.#participant.roomName;
    this.identity = this.#participant.identity;
    this.#speech = options.engines?.speech(this.room);
    const agentLeft = Promise.withResolvers<Left>();
    const disconnected = Promise.withResolvers<Left>();
    this.agentLeft = agentLeft.promise;
    this.disconnected = disconnected.promise;
    this.#room
      .on(RoomEvent.ParticipantConnected, ({ info }) => {
        if (info.kind === ParticipantKind.AGENT) this.agentJoinedAt ??= now();
      })
      .on(RoomEvent.ParticipantDisconnected, ({ info, disconnectReason }) => {
        if (info.kind === ParticipantKind.AGENT) agentLeft.resolve(left(disconnectReason));
      })
      .on(RoomEvent.Disconnected, (reason) => disconnected.resolve(left(reason)))
      .on(RoomEvent.TrackSubscribed, (track) => {
        if (track.kind !== TrackKind.KIND_AUDIO) return;
        // The telephone rang until now.
        this.setStatus("active").catch(() => {});
        void this.heard.listen(track);
      });
  }

  async open(): Promise<void> {
    const { livekit, sampleRate = 16_000, dtx = false, telephone = false, seed = 1 } = this.#options;
    await join(this.#room, livekit, this.#participant);
    this.joinedAt = now();
    const noise = noiseLoop({ rms: comfortNoiseRms, telephone, seed });
    this.#microphone = await openMicrophone(this.#room, { sampleRate, dtx, noise });
  }

  /** Synthesizes lines, so that saying them begins at once. */
  async prepare(...lines: string[]): Promise<void> {
    await Promise.all(lines.map((line) => this.#spoken(line)));
  }

  /** Resolves when the last sample was said, to the first and the last voiced one. */
  async say(line: string): Promise<Voiced> {
    const spoken = await this.#spoken(line);
    const { from, to } = this.#mouth.track.say(spoken, now());
    this.#tell(spoken, from + carriageMs);
    await this.#reach(to);
    const { startMs = 0 } = spoken.chunks[0] ?? {};
    const { endMs = 0 } = spoken.chunks.at(-1) ?? {};
    return { from: from + startMs, to: from + endMs };
  }

  sound(sound: Sound): Promise<Voiced> {
    return this.say(`{${sound}}`);
  }

  async press(digit: string): Promise<void> {
    await this.#me.publishDtmf(dtmfCode(digit), digit);
  }

  async setStatus(status: CallStatus): Promise<void> {
    await this.#me.setAttributes(callStatus(status));
  }

  mute(): Promise<void> {
    return this.#setMuted(true);
  }

  unmute(): Promise<void> {
    return this.#setMuted(false);
  }

  /** When the agent could be heard. */
  agentSpans(): Span[] {
    return this.heard.spans();
  }

  /** What the caller has said, with times. */
  ownSpans(): ReturnType<Microphone["track"]["spans"]> {
    return this.#mouth.track.spans();
  }

  /** The agent's first sound. */
  get firstAudioAt(): number | undefined {
    return this.heard.spans()[0]?.from;
  }

  /** Resolves when the agent has been heard for so long from now on. */
  async waitForAgentSpeech(forMs = 0, limitMs = defaultLimitMs): Promise<void> {
    const from = now();
    const complaint = () =>
      `The agent was not heard for ${forMs} ms within ${limitMs} ms; ${this.#whatIsHere()}.`;
    await until(() => this.heard.audibleMs(from) > forMs || undefined, { limitMs, everyMs: 10, complaint });
  }

  /** Resolves when the agent was quiet for so long from now on. */
  async waitForSilence(forMs: number, limitMs = defaultLimitMs): Promise<void> {
    const from = now();
    const quiet = () => now() - Math.max(from, this.heard.lastAudibleAt()) >= forMs;
    const complaint = () =>
      `The agent was not quiet for ${forMs} ms within ${limitMs} ms; ${this.#whatIsHere()}.`;
    await until(() => quiet() || undefined, { limitMs, everyMs: 10, complaint });
  }

  /** 16-bit stereo WAV at 24 kHz: caller left, agent right. */
  recording(): Buffer {
    const { startedAt, track } = this.#mouth;
    return stereoWav({ startedAt, caller: track.frames, agent: this.heard.frames() });
  }

  /** Falls silent and leaves, as after a BYE. */
  async hangUp(): Promise<void> {
    for (const timer of this.#toTell) clearTimeout(timer);
    this.#speech?.cut();
    this.#microphone?.close();
    if (!this.#room.isConnected) return;
    await this.setStatus("hangup");
    await this.#room.disconnect();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.hangUp();
  }

  #spoken(line: string): Promise<SpokenLine> {
    const { telephone = false, voice = "rms", seed = 1 } = this.#options;
    const spoken =
      this.#lines.get(line) ??
      speakLine(line, {
        synthesize: (text, { sampleRate }) => synthesizeAt(text, { voice, sampleRate }),
        telephone,
        seed,
      });
    this.#lines.set(line, spoken);
    return spoken;
  }

  #tell({ chunks }: SpokenLine, at: number): void {
    const words = chunks.filter(({ kind }) => kind === "words");
    if (words.length === 0) return;
    const timer = setTimeout(() => this.#speech?.say({ chunks: words }), Math.max(0, at - now()));
    this.#toTell.add(timer);
  }

  async #reach(time: number): Promise<void> {
    while (now() < time) await new Promise((resolve) => setTimeout(resolve, Math.ceil(time - now())));
  }

  /** The server does it: the library has no way to. */
  async #setMuted(muted: boolean): Promise<void> {
    const { url, apiKey, apiSecret } = this.#options.livekit;
    const rooms = new RoomServiceClient(url.replace("ws", "http"), apiKey, apiSecret);
    await rooms.mutePublishedTrack(this.room, this.identity, this.#mouth.trackSid, muted);
  }

  /** For somebody who asks why nothing is heard. */
  #whatIsHere(): string {
    const agents = [...this.#room.remoteParticipants.values()].filter(
      ({ info }) => info.kind === ParticipantKind.AGENT,
    );
    const tracks = agents.flatMap(({ trackPublications }) => [...trackPublications.values()]);
    const last = this.heard.lastAudibleAt();
    return [
      this.#room.isConnected ? "in the room" : "not in the room",
      `${agents.length} agents with ${tracks.filter(({ subscribed }) => subscribed).length} tracks`,
      Number.isFinite(last) ? `last heard ${Math.round(now() - last)} ms ago` : "never heard",
    ].join(", ");
  }

  get #mouth(): Microphone {
    if (this.#microphone === undefined) throw new Error("The caller is not in the room yet.");
    return this.#microphone;
  }

  get #me() {
    const { localParticipant } = this.#room;
    if (localParticipant === undefined) throw new Error("The caller is not in the room.");
    return localParticipant;
  }
}

function left(reason: DisconnectReason | undefined): Left {
  const name = DisconnectReason[reason ?? DisconnectReason.UNKNOWN_REASON];
  return { at: now(), reason: name as keyof typeof DisconnectReason };
}
