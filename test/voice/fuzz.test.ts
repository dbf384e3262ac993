import { initializeLogger, type stt } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { auraSpeech } from "#src/voice/aura-speech.ts";
import { DeepgramSTT } from "#src/voice/deepgram-stt.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";
import { openAITranscription, TranscriptionFailed } from "#src/voice/openai-transcription.ts";
import { type SpeechSynthesis, SynthesisFailed } from "#src/voice/speech-synthesis.ts";
import { chance, garbled, mutated, secret } from "./fuzz.ts";
import { type NonsenseServer, sendPieces, serveNonsense } from "./fuzz-server.ts";
import { openAIAt } from "./provider-faults.ts";
import { collect, never } from "./sound.ts";

initializeLogger({ pretty: false, level: "silent" });

const seeds = Array.from({ length: 80 }, (_, seed) => seed + 1);
/** The seed is the first part of the address. */
const seedOf = (path: string): number => Number(path.split("/")[1]);

let vendor: NonsenseServer;
beforeAll(async () => {
  vendor = await serveNonsense({
    answer: (path, response) => {
      const random = chance(seedOf(path));
      if (path.includes("transcriptions")) {
        const reply = { text: secret, usage: { type: "duration", seconds: 1 } };
        const body = garbled(JSON.stringify(mutated(reply, random)), random);
        sendPieces(response, random.one(["application/json", "text/plain", "text/html"]), body, random);
        return;
      }
      const body = random.below(4) === 0 ? Buffer.of() : garbled(secret.repeat(random.below(200)), random);
      const types = ["audio/pcm", "audio/l16;rate=24000", "text/html", "application/json", ""];
      sendPieces(response, random.one(types), body, random);
    },
    connected: (path, socket) => {
      // Nothing is heard before there is audio.
      socket.once("message", () => {
        const random = chance(seedOf(path));
        for (let frame = 0; frame < 20; frame++) {
          const message = JSON.stringify(mutated(random.one(messages), random));
          const garbage = random.below(3) === 0 ? garbled(message, random) : Buffer.from(message);
          // Bytes that are no text would break a text frame, and with it the connection.
          socket.send(random.below(5) === 0 ? garbage : garbage.toString());
        }
        socket.send(JSON.stringify(results("The end.", true)));
      });
    },
  });
});
afterAll(() => vendor.close());

const leaks = (error: unknown): boolean =>
  error instanceof Error && `${error.message} ${error.stack} ${String(error.cause)}`.includes(secret);

/** What comes of it: a result, or one of the failure's short codes; anything else as it is. */
async function outcome(
  asked: Promise<unknown>,
  Failure: typeof SynthesisFailed | typeof TranscriptionFailed,
) {
  try {
    await asked;
    return "fine";
  } catch (error) {
    return error instanceof Failure && !leaks(error) ? error.reason : String(error);
  }
}

const voices: [string, (seed: number) => SpeechSynthesis][] = [
  [
    "OpenAI's voice",
    (seed) =>
      openAISpeech({
        client: openAIAt(`${vendor.http}/${seed}`),
        voice: "nova",
        model: "tts-1",
        firstByteMs: 10_000,
      }),
  ],
  [
    "Deepgram's voice",
    (seed) =>
      auraSpeech({ apiKey: "none", url: `${vendor.ws}/${seed}`, model: "aura-2", firstByteMs: 10_000 }),
  ],
];

it.each(voices)("%s makes audio of any bytes, or fails in a few words", async (_name, voice) => {
  const outcomes = await Promise.all(
    seeds.map((seed) => outcome(collect(voice(seed), "Hello."), SynthesisFailed)),
  );
  expect([...new Set(outcomes)].sort()).toEqual(["connection", "fine", "malformed", "no audio"]);
});

it("transcription makes words of what has the right shape, or fails in a few words", async () => {
  const samples = new Int16Array(3200);
  const outcomes = await Promise.all(
    seeds.map((seed) => {
      const client = openAIAt(`${vendor.http}/${seed}`);
      const transcribe = openAITranscription({ client, vocabulary: [], timeoutMs: 10_000 });
      return outcome(transcribe(samples, never), TranscriptionFailed);
    }),
  );
  expect([...new Set(outcomes)].sort()).toEqual(["connection", "fine", "malformed"]);
});

const ears: [string, (baseUrl: string) => stt.STT][] = [
  ["Deepgram's stream", (baseUrl) => new DeepgramSTT({ apiKey: "none", baseUrl, vocabulary: [] })],
];

it.each(ears)("%s hears on after any messages, and throws nothing", async (_name, open) => {
  const streams = seeds.slice(0, 20).map((seed) => {
    const provider = open(`${vendor.ws}/${seed}`);
    const errors: unknown[] = [];
    provider.on("error", ({ error }) => errors.push(error));
    const stream = provider.stream();
    stream.pushFrame(new AudioFrame(sound, 16_000, 1, sound.length));
    const heard: string[] = [];
    const ended = (async () => {
      for await (const event of stream) heard.push(String(event.alternatives?.[0]?.text));
    })();
    return { stream, heard, errors, ended };
  });
  await vi.waitFor(() => {
    expect(streams.map(({ heard }) => heard.includes("The end."))).toEqual(streams.map(() => true));
  }, 10_000);
  for (const { stream } of streams) stream.close();
  await Promise.all(streams.map(({ ended }) => ended));
  expect(streams.flatMap(({ errors }) => errors)).toEqual([]);
});

function results(transcript: string, isFinal: boolean) {
  return {
    type: "Results",
    channel_index: [0, 1],
    duration: 1,
    start: 0,
    is_final: isFinal,
    speech_final: isFinal,
    channel: {
      alternatives: [
        {
          transcript,
          confidence: 1,
          words: [{ word: "the", start: 0, end: 1, confidence: 1, punctuated_word: "The" }],
        },
      ],
    },
    metadata: { request_id: "1", model_info: {}, model_uuid: "1" },
  };
}

/** 200 ms that are not silent. */
const sound = Int16Array.from({ length: 3200 }, (_, at) => Math.sin(at / 5) * 8000);

const messages: readonly object[] = [
  results(secret, true),
  results(secret, false),
  { type: "SpeechStarted", channel: [0, 1], timestamp: 0 },
  { type: "UtteranceEnd", channel: [0, 1], last_word_end: 1 },
  { type: "Metadata", request_id: "1", duration: 1, channels: 1 },
];
