/** The caller's audio as an `AgentSession` takes it. */
import { ReadableStream } from "node:stream/web";
import { voice } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import type { AudioSource } from "#src/call/ports.ts";

const sampleRate = 16_000;

export class SessionInput extends voice.AudioInput {
  readonly #leave: () => void;

  constructor(source: AudioSource) {
    super();
    let end = (): void => {};
    let leave = (): void => {};
    const frames = new ReadableStream<AudioFrame>({
      start(controller) {
        end = () => controller.close();
        leave = source.subscribe((samples) =>
          controller.enqueue(new AudioFrame(samples, sampleRate, 1, samples.length)),
        );
      },
    });
    this.multiStream.addInputStream(frames);
    this.#leave = () => {
      leave();
      end();
    };
  }

  override async close(): Promise<void> {
    this.#leave();
    await super.close();
  }
}
