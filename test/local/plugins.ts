/** The stock plugins, pointed at the local engines, and audio to feed them. */
import { initializeLogger, llm, stt } from "@livekit/agents";
import { STT } from "@livekit/agents-plugin-deepgram";
import { LLM, TTS } from "@livekit/agents-plugin-openai";
import { AudioFrame } from "@livekit/rtc-node";
import type { LocalEngines } from "#src/local/server.ts";

initializeLogger({ pretty: false, level: "fatal" });

export const connOptions = { maxRetry: 0, retryIntervalMs: 0, timeoutMs: 10_000 };

type Heard = { kind: "started" | "ended" } | { kind: "interim" | "final"; text: string };

/** A Deepgram plugin's stream with everything that it heard. */
export const openEars = (engines: LocalEngines, key: string) => openEarsAt(engines.deepgramUrl(key));

export function openEarsAt(baseUrl: string) {
  const plugin = new STT({ apiKey: "none", baseUrl });
  const errors: Error[] = [];
  plugin.on("error", ({ error }) => errors.push(error));
  const stream = plugin.stream({ connOptions });
  const heard: Heard[] = [];
  const ended = (async () => {
    for await (const event of stream) {
      const text = event.alternatives?.[0]?.text ?? "";
      if (event.type === stt.SpeechEventType.START_OF_SPEECH) heard.push({ kind: "started" });
      if (event.type === stt.SpeechEventType.END_OF_SPEECH) heard.push({ kind: "ended" });
      if (event.type === stt.SpeechEventType.INTERIM_TRANSCRIPT) heard.push({ kind: "interim", text });
      if (event.type === stt.SpeechEventType.FINAL_TRANSCRIPT) heard.push({ kind: "final", text });
    }
  })();
  return {
    stream,
    heard,
    errors,
    ended,
    finals: () => heard.flatMap((event) => (event.kind === "final" ? [event.text] : [])),
  };
}

/** Pushes 20 ms of sound every 20 ms until it is told to stop. */
export function talk(stream: stt.SpeechStream): () => void {
  const samples = Int16Array.from({ length: 320 }, (_, index) => Math.sin(index / 5) * 8_000);
  const timer = setInterval(() => stream.pushFrame(new AudioFrame(samples.slice(), 16_000, 1, 320)), 20);
  return () => clearInterval(timer);
}

export function openBrain(engines: LocalEngines, key: string) {
  const plugin = new LLM({ apiKey: "none", model: "gpt-4o", baseURL: engines.openaiUrl(key) });
  const errors: Error[] = [];
  plugin.on("error", ({ error }) => errors.push(error));
  const ask = (question: string, toolCtx?: llm.ToolContext) => {
    const chatCtx = new llm.ChatContext();
    chatCtx.addMessage({ role: "user", content: question });
    return plugin.chat({ chatCtx, connOptions, ...(toolCtx === undefined ? {} : { toolCtx }) });
  };
  return { plugin, errors, ask };
}

export function openMouth(engines: LocalEngines, key: string) {
  const plugin = new TTS({ apiKey: "none", voice: "nova", baseURL: engines.openaiUrl(key) });
  const errors: Error[] = [];
  plugin.on("error", ({ error }) => errors.push(error));
  return { plugin, errors };
}

/** Words of 100 ms each, from `startMs`. */
export function chunk(text: string, startMs = 0) {
  const words = text.split(" ").map((text, index) => ({ text, endMs: startMs + (index + 1) * 100 }));
  return { words, endMs: startMs + words.length * 100 };
}
