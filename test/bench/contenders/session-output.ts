/**
 * The line as an `AgentSession` speaks on it. It stands for the room's output, and is quicker: that one has 200 ms queued when
 * it is paused, and loses them.
 */
import { voice } from "@livekit/agents";
import type { AudioFrame } from "@livekit/rtc-node";
import type { AudioSink } from "#src/call/ports.ts";
import { LinePlayer, sampleRate } from "./line-player.ts";

export class SessionOutput extends voice.AudioOutput {
  readonly #sink: AudioSink;
  #player: LinePlayer | undefined;
  #paused = false;

  constructor(sink: AudioSink) {
    super(sampleRate, undefined, { pause: true });
    this.#sink = sink;
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    await super.captureFrame(frame);
    this.#player ??= this.#openSegment();
    this.#player.push(frame.data);
  }

  override flush(): void {
    super.flush();
    this.#player?.end();
  }

  override clearBuffer(): void {
    const player = this.#player;
    if (player === undefined) return;
    super.flush();
    player.drop();
    this.#finish(player, true);
  }

  override pause(): void {
    this.#paused = true;
    this.#player?.pause();
    super.pause();
  }

  override resume(): void {
    this.#paused = false;
    this.#player?.resume();
    super.resume();
  }

  #openSegment(): LinePlayer {
    const player: LinePlayer = new LinePlayer(this.#sink, {
      started: () => this.onPlaybackStarted(Date.now()),
      finished: () => this.#finish(player, false),
    });
    if (this.#paused) player.pause();
    return player;
  }

  #finish(player: LinePlayer, interrupted: boolean): void {
    this.#player = undefined;
    this.onPlaybackFinished({ playbackPosition: player.playedMs / 1000, interrupted });
  }
}
