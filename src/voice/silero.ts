/**
 * Silero's voice activity detection, the plugin's model on the plugin's thresholds. The plugin's own stream joins frames by
 * spreading them into arrays, number by number, and keeps 60 s of speech that nobody asks for: that was a third of what a
 * call costs, and 2 MiB of it.
 */
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { AudioFrame } from "#src/call/ports.ts";

export interface SileroOptions {
  /** Speech has ended after more silence than this, milliseconds. */
  minSilenceDuration: number;
  /** Speech has started after so much of it, milliseconds. */
  minSpeechDuration: number;
}

/** What was found in 32 ms of audio. */
export interface Window {
  /** So many samples (16 kHz) were heard up to its end. */
  sample: number;
  /** That it is voice, 0 to 1, smoothed over the last windows. */
  probability: number;
  /** As it was before this window. */
  speaking: boolean;
  /** Speech starts or ends with this window. */
  change?: "started" | "ended";
  /** How much of the audio before the window's end is voice without a gap. */
  voicedSamples: number;
}

export interface DetectorStream {
  /** 16 kHz, of any length. */
  push(frame: AudioFrame): void;
  close(): void;
  /** Resolves when the stream was closed; rejects when the model fails. */
  readonly over: Promise<void>;
}

export interface SpeechDetector {
  /** Of one caller; `onWindow` is called for each 32 ms, in order, and not after the stream was closed. */
  open(onWindow: (window: Window) => void): DetectorStream;
}

const windowSamples = 512;
/** The model is given the end of the window before, too. */
const contextSamples = 64;
const samplesPerMs = 16;
const voiceAbove = 0.5;
/** Share of the former probability in the smoothed one. */
const smoothing = 0.35;
/**
 * Quiet as on a line where nobody speaks, -60 dB of full scale (root mean square): the model is not asked. Soft speech is some
 * 15 dB above it, and Deepgram's plugin withholds what is 12 dB louder.
 */
const quietRms = 0.001;
/** So many quiet windows are judged all the same: by then the model has forgotten the voice before them. */
const judgedQuiet = 8;
const rate = new Tensor("int64", BigInt64Array.of(16_000n));

/** Loads the model once for all callers of a process. */
export async function loadSilero(options: SileroOptions): Promise<SpeechDetector> {
  const file = new URL("silero_vad.onnx", import.meta.resolve("@livekit/agents-plugin-silero"));
  const session = await InferenceSession.create(fileURLToPath(file), {
    executionProviders: ["cpu"],
    // Its threads would spin while they wait for each other; there is a caller for each core anyway.
    interOpNumThreads: 1,
    intraOpNumThreads: 1,
    executionMode: "sequential",
  });
  return { open: (onWindow) => new SileroStream(session, options, onWindow) };
}

class SileroStream implements DetectorStream {
  readonly over: Promise<void>;
  readonly #session: InferenceSession;
  readonly #minSilence: number;
  readonly #minSpeech: number;
  readonly #onWindow: (window: Window) => void;
  readonly #end = Promise.withResolvers<void>();
  readonly #waiting: Float32Array[] = [];
  #filling = new Float32Array(contextSamples + windowSamples);
  #filled = contextSamples;
  #state: Tensor = new Tensor("float32", new Float32Array(2 * 128), [2, 1, 128]);
  #working = false;
  #closed = false;
  #samples = 0;
  #probability: number | undefined;
  #speaking = false;
  #voiced = 0;
  #silent = 0;
  /** Windows in a row that were quiet, and the last of them that was not judged. */
  #quiet = 0;
  #passedOver: Float32Array | undefined;

  constructor(session: InferenceSession, options: SileroOptions, onWindow: (window: Window) => void) {
    this.#session = session;
    this.#minSilence = options.minSilenceDuration * samplesPerMs;
    this.#minSpeech = options.minSpeechDuration * samplesPerMs;
    this.#onWindow = onWindow;
    this.over = this.#end.promise;
  }

  push(frame: AudioFrame): void {
    for (const sample of frame) {
      this.#filling[this.#filled++] = sample / 32_767;
      if (this.#filled < this.#filling.length) continue;
      this.#waiting.push(this.#filling);
      const context = this.#filling.subarray(-contextSamples);
      this.#filling = new Float32Array(contextSamples + windowSamples);
      this.#filling.set(context);
      this.#filled = contextSamples;
    }
    if (this.#working || this.#waiting.length === 0 || this.#closed) return;
    this.#working = true;
    this.#work().catch((error: unknown) => this.#end.reject(error));
  }

  close(): void {
    this.#closed = true;
    this.#end.resolve();
  }

  async #work(): Promise<void> {
    for (let window = this.#waiting.shift(); window !== undefined; window = this.#waiting.shift()) {
      this.#quiet = isQuiet(window) ? this.#quiet + 1 : 0;
      let found = 0;
      if (this.#quiet > judgedQuiet && !this.#speaking) this.#passedOver = window;
      else {
        // The model hears what led up to a voice.
        if (this.#passedOver !== undefined) await this.#ask(this.#passedOver);
        this.#passedOver = undefined;
        found = await this.#ask(window);
      }
      if (this.#closed) return;
      this.#judge(found);
    }
    this.#working = false;
  }

  async #ask(window: Float32Array): Promise<number> {
    const { output, stateN } = await this.#session.run({
      input: new Tensor("float32", window, [1, window.length]),
      state: this.#state,
      sr: rate,
    });
    if (!(output instanceof Tensor && stateN instanceof Tensor)) throw new Error("This is not Silero.");
    this.#state = stateN;
    return Number(output.data[0]);
  }

  #judge(found: number): void {
    const before = this.#probability ?? found;
    const probability = smoothing * before + (1 - smoothing) * found;
    this.#probability = probability;
    this.#samples += windowSamples;
    const speaking = this.#speaking;
    const isVoice = probability > voiceAbove;
    this.#voiced = isVoice ? this.#voiced + windowSamples : 0;
    this.#silent = isVoice ? 0 : this.#silent + windowSamples;
    if (!speaking && isVoice && this.#voiced >= this.#minSpeech) this.#speaking = true;
    else if (speaking && this.#silent > this.#minSilence) this.#speaking = false;
    this.#onWindow({
      sample: this.#samples,
      probability,
      speaking,
      ...(speaking === this.#speaking ? {} : { change: speaking ? "ended" : "started" }),
      voicedSamples: this.#voiced,
    });
  }
}

function isQuiet(window: Float32Array): boolean {
  let energy = 0;
  for (let at = contextSamples; at < window.length; at++) energy += (window[at] ?? 0) ** 2;
  return energy < quietRms ** 2 * windowSamples;
}
