/**
 * The shape that a telephone agent on forms and webhooks has: silence, the transcript, three API calls one after the other,
 * the whole reply, its whole speech, and then sound.
 */
import {
  type APIConnectOptions,
  initializeLogger,
  llm,
  stt,
  type tts,
  type VAD,
  VADEventType,
} from "@livekit/agents";
import * as deepgram from "@livekit/agents-plugin-deepgram";
import * as openai from "@livekit/agents-plugin-openai";
import * as silero from "@livekit/agents-plugin-silero";
import { AudioFrame } from "@livekit/rtc-node";
import type { ContenderCall, OpenContender } from "../contender.ts";
import { greeting, instructions } from "./instructions.ts";
import { LinePlayer } from "./line-player.ts";
import { stockSpeech } from "./stock-speech.ts";
import { apiKey, llmModel } from "./vendors.ts";

const callerRate = 16_000;
const apiCallsPerTurn = 3;
const once: APIConnectOptions = { maxRetry: 0, retryIntervalMs: 0, timeoutMs: 15_000 };

export const open: OpenContender = async () => {
  initializeLogger({ pretty: false, level: "fatal" });
  const vad = await silero.VAD.load();
  return {
    answer: async (call) => answer(call, vad),
    close: () => vad.close(),
  };
};

function answer(call: ContenderCall, vad: VAD): { close(): Promise<void> } {
  const agent = new SynchronousAgent(call);
  const recognizer = new deepgram.STT({ apiKey, baseUrl: call.deepgramUrl });
  const activity = vad.stream();
  const transcripts = recognizer.stream();
  const leave = call.audioIn.subscribe((samples) => {
    const frame = new AudioFrame(samples, callerRate, 1, samples.length);
    activity.pushFrame(frame);
    transcripts.pushFrame(frame);
  });
  const listening = Promise.all([
    (async () => {
      for await (const { type } of activity) {
        if (type === VADEventType.START_OF_SPEECH) agent.speechStarted();
        if (type === VADEventType.END_OF_SPEECH) agent.speechEnded();
      }
    })(),
    (async () => {
      for await (const { type, alternatives } of transcripts)
        if (type === stt.SpeechEventType.FINAL_TRANSCRIPT) agent.transcribed(alternatives?.[0].text ?? "");
    })(),
  ]);
  agent.greet();
  return {
    async close() {
      leave();
      agent.silence();
      activity.close();
      transcripts.close();
      await listening;
      await recognizer.close();
    },
  };
}

class SynchronousAgent {
  readonly #call: ContenderCall;
  readonly #llm: openai.LLM;
  readonly #tts: tts.TTS;
  readonly #history = new llm.ChatContext();
  #speaking = false;
  /** Said since the last reply that was heard. */
  #said: string[] = [];
  #turn = new AbortController();
  #player: LinePlayer | undefined;

  constructor(call: ContenderCall) {
    this.#call = call;
    this.#llm = new openai.LLM({ apiKey, baseURL: call.openaiUrl, model: llmModel });
    this.#tts = stockSpeech(call);
    this.#history.addMessage({ role: "system", content: instructions });
    // What is broken off is told as an error, too; without a listener it would end the process.
    for (const plugin of [this.#llm, this.#tts]) plugin.on("error", () => {});
  }

  greet(): void {
    void this.#while((signal) => this.#say(greeting, signal));
  }

  speechStarted(): void {
    this.#speaking = true;
    this.silence();
  }

  speechEnded(): void {
    this.#speaking = false;
    this.#answer();
  }

  transcribed(text: string): void {
    if (text !== "") this.#said.push(text);
    if (!this.#speaking) this.#answer();
  }

  /** Whatever is under way ends. */
  silence(): void {
    this.#turn.abort();
    this.#player?.drop();
  }

  #answer(): void {
    if (this.#said.length === 0) return;
    this.silence();
    void this.#while(async (signal) => {
      const words = this.#said.join(" ");
      for (let count = 0; count < apiCallsPerTurn; count++)
        await (
          await fetch(this.#call.apiUrl, { method: "POST", body: JSON.stringify({ words }), signal })
        ).text();
      const reply = await this.#reply(words, signal);
      await this.#say(reply, signal, () => {
        this.#said = [];
        this.#history.addMessage({ role: "user", content: words });
        this.#history.addMessage({ role: "assistant", content: reply });
      });
    });
  }

  async #while(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = (this.#turn = new AbortController());
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #reply(words: string, signal: AbortSignal): Promise<string> {
    const chatCtx = this.#history.copy();
    chatCtx.addMessage({ role: "user", content: words });
    const stream = this.#llm.chat({ chatCtx, connOptions: once });
    const stop = (): void => stream.close();
    signal.addEventListener("abort", stop, { once: true });
    let reply = "";
    for await (const { delta } of stream) reply += delta?.content ?? "";
    signal.removeEventListener("abort", stop);
    signal.throwIfAborted();
    return reply;
  }

  async #say(text: string, signal: AbortSignal, started = (): void => {}): Promise<void> {
    // The plugin gives nothing out until it has the whole body.
    const player = new LinePlayer(this.#call.audioOut, { started, finished: () => {} });
    for await (const { frame } of this.#tts.synthesize(text, once, signal)) {
      signal.throwIfAborted();
      this.#player = player;
      player.push(frame.data);
    }
    player.end();
  }
}
