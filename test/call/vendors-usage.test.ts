import { initializeLogger } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { meterUsage } from "#src/call/usage.ts";
import { createModel } from "#src/dialogue/model.ts";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { auraSpeech } from "#src/voice/aura-speech.ts";
import { DeepgramSTT } from "#src/voice/deepgram-stt.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";
import { openAITranscription } from "#src/voice/openai-transcription.ts";
import { anyRequest } from "../dialogue/any-request.ts";
import { pack } from "../dialogue/workspace.ts";
import { openAIAt } from "../voice/provider-faults.ts";

initializeLogger({ pretty: false, level: "fatal" });

const sentence = "Please leave the building now.";
let engines: LocalEngines;
beforeAll(async () => {
  engines = await startLocalEngines({
    replyTo: () => ({ text: "I see what you mean. Is anybody hurt?", toolCalls: [] }),
  });
});
afterAll(() => engines.close());

const refusing = { faults: [{ kind: "status" as const, status: 500 }] };

/** The vendors of a call whose meter stands still: what is counted is what they tell. */
let calls = 0;
function vendors(behaviour: BehaviourInput) {
  const key = `usage-${++calls}`;
  const local = engines.call(key);
  local.configure(behaviour);
  const usage = meterUsage({ now: () => 0 });
  const client = openAIAt(engines.openaiUrl(key));
  const url = engines.deepgramUrl(key);
  return {
    asked: local.requests,
    used: () => {
      const { livekit_seconds: _, ...used } = usage.totals();
      return used;
    },
    model: createModel({ client, model: "gpt-4o", pack, timeoutMs: 10_000, usage }),
    speech: openAISpeech({ client, voice: "nova", model: "tts-1", firstByteMs: 10_000, usage }),
    aura: auraSpeech({ apiKey: "none", url, model: "aura-2-thalia-en", firstByteMs: 10_000, usage }),
    transcribe: openAITranscription({ client, vocabulary: [], timeoutMs: 10_000, usage }),
    recognizer: new DeepgramSTT({ apiKey: "none", baseUrl: url, vocabulary: [], usage }),
  };
}

/** Takes pieces until there are no more, or so many; then breaks off. Failures are of no concern. */
async function take<Piece>(
  pieces: (signal: AbortSignal) => AsyncIterable<Piece>,
  most = Infinity,
): Promise<void> {
  const calledOff = new AbortController();
  let taken = 0;
  try {
    for await (const _ of pieces(calledOff.signal)) if (++taken === most) calledOff.abort();
  } catch {
    // A vendor that refuses is what the test is about.
  }
}

describe.concurrent("what a call uses of its vendors", () => {
  it("is the tokens that the model's vendor tells", async () => {
    const { model, asked, used } = vendors({ llm: { firstTokenMs: 0, perTokenMs: 0 } });
    await take((signal) => model(anyRequest, signal));
    const [billed] = asked.chat.map((record) => record.billed);
    expect(billed).toEqual({ input: expect.any(Number), output: 8 });
    expect(used()).toEqual({
      llm: {
        "gpt-4o": {
          requests: 1,
          input_tokens: billed?.input,
          cached_input_tokens: 0,
          output_tokens: 8,
        },
      },
    });
  });

  it("is an estimate of a guess at a reply that is broken off, of which nobody tells", async () => {
    const { model, asked, used } = vendors({ llm: { firstTokenMs: 0, perTokenMs: 5000 } });
    await take((signal) => model(anyRequest, signal), 1);
    await vi.waitFor(() => expect(asked.chat[0]?.outcome).toBe("aborted"));
    const tokens = used().llm?.["gpt-4o"];
    expect(tokens).toMatchObject({ requests: 1, cached_input_tokens: 0, estimated_requests: 1 });
    // The engine's token is four characters, as the estimate's is.
    expect(tokens?.input_tokens).toBe(asked.chat[0]?.billed.input);
    expect(tokens?.output_tokens).toBe(1);
    expect(asked.chat[0]?.billed.output).toBe(1);
  });

  it("is every character that is asked to be spoken, although nobody hears the end of it", async () => {
    const { speech, aura, asked, used } = vendors({ tts: { firstByteMs: 0 }, aura: { firstByteMs: 0 } });
    await take((signal) => speech.synthesize(sentence, signal));
    await take((signal) => speech.synthesize("Nobody hears this to its end.", signal), 1);
    await take((signal) => aura.synthesize(sentence, signal));
    const letters = (records: typeof asked.speech) =>
      records.reduce((sum, { input }) => sum + (input?.length ?? 0), 0);
    expect(used()).toEqual({
      tts_characters: { "tts-1": letters(asked.speech), "aura-2-thalia-en": letters(asked.aura) },
    });
  });

  it("is the audio that Deepgram got, and what OpenAI transcribed", async () => {
    const { recognizer, transcribe, asked, used } = vendors({ transcription: { latencyMs: 0 } });
    const stream = recognizer.stream();
    for (let frame = 0; frame < 60; frame++)
      stream.pushFrame(new AudioFrame(new Int16Array(320), 16_000, 1, 320));
    stream.endInput();
    await take(() => stream);
    await transcribe(new Int16Array(24_000), new AbortController().signal);
    expect(asked.listen[0]?.audioBytes).toBe(1.2 * 32_000);
    expect(asked.transcription[0]?.audioMs).toBe(1500);
    expect(used()).toEqual({ deepgram_seconds: 1.2, openai_transcription_seconds: 1.5 });
  });

  it("is nothing where a vendor refuses", async () => {
    const { model, speech, aura, transcribe, asked, used } = vendors({
      llm: refusing,
      tts: refusing,
      aura: refusing,
      transcription: refusing,
    });
    await take((signal) => model(anyRequest, signal));
    await take((signal) => speech.synthesize(sentence, signal));
    await take((signal) => aura.synthesize(sentence, signal));
    await transcribe(new Int16Array(24_000), new AbortController().signal).catch(() => {});
    expect([asked.chat, asked.speech, asked.aura, asked.transcription].map(({ length }) => length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(used()).toEqual({});
  });
});
