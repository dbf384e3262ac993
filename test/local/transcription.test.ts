import { OpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { synthesizeAt } from "#src/local/flite.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { openAITranscription } from "#src/voice/openai-transcription.ts";
import { chunk } from "./plugins.ts";

let engines: LocalEngines;
let voiced: Int16Array;
let calls = 0;
beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: "", toolCalls: [] }) });
  voiced = await synthesizeAt("My sink leaks, my sink leaks.", { voice: "rms", sampleRate: 16_000 });
});
afterAll(() => engines.close());

const never = new AbortController().signal;

/** A call whose caller has said the words, each lasting 100 ms, and the transcription in front of it. */
function called(behaviour: BehaviourInput["transcription"] = {}) {
  const key = `transcribed-${++calls}`;
  const call = engines.call(key);
  call.configure({ transcription: { latencyMs: 0, ...behaviour } });
  const client = new OpenAI({ apiKey: "none", baseURL: engines.openaiUrl(key), maxRetries: 0 });
  const transcribe = openAITranscription({ client, vocabulary: ["Maple Court"], timeoutMs: 10_000 });
  const says = (text: string) => call.speech.say({ chunks: [chunk(text)] });
  return { key, call, transcribe, says };
}

describe.concurrent("an utterance", () => {
  it("has the words that were said while its audio was recorded", async () => {
    const { call, transcribe, says } = called();
    says("My sink leaks.");
    await vi.waitFor(async () => expect(await transcribe(voiced, never)).toBe("My sink leaks."), 5_000);
    expect(call.requests.transcription[0]).toEqual({
      at: expect.any(Number),
      model: "gpt-4o-mini-transcribe",
      prompt: "Names that may occur: Maple Court.",
      audioMs: voiced.length / 16,
      outcome: "complete",
    });
  });

  it("tells no words twice that were said shortly before it", async () => {
    const { transcribe, says } = called();
    says("First.");
    await vi.waitFor(async () => expect(await transcribe(voiced, never)).toBe("First."), 5_000);
    expect(await transcribe(voiced.subarray(-1600), never)).toBe("");
  });

  it("tells them when an earlier request was spoilt", async () => {
    const { transcribe, says, call } = called({ faults: [{ kind: "status", status: 500 }] });
    says("First.");
    await expect(transcribe(voiced, never)).rejects.toMatchObject({ reason: "status 500" });
    call.configure({ transcription: { latencyMs: 0 } });
    await vi.waitFor(async () => expect(await transcribe(voiced, never)).toBe("First."), 5_000);
  });

  it("has none in silence", async () => {
    const { transcribe, says } = called();
    says("First.");
    expect(await transcribe(new Int16Array(32_000), never)).toBe("");
  });

  it("is not sent when it is shorter than OpenAI takes", async () => {
    const { transcribe, call } = called();
    expect(await transcribe(voiced.subarray(0, 1599), never)).toBe("");
    expect(call.requests.transcription).toEqual([]);
  });

  it("is forgotten when it is no longer wanted", async () => {
    const { transcribe, call } = called({ latencyMs: 60_000 });
    const unwanted = new AbortController();
    const transcribing = transcribe(voiced, unwanted.signal);
    await vi.waitFor(() => expect(call.requests.transcription[0]?.model).toBeDefined());
    unwanted.abort(new Error("not wanted"));
    await expect(transcribing).rejects.toThrow("not wanted");
    await vi.waitFor(() => expect(call.requests.transcription[0]?.outcome).toBe("aborted"));
  });
});

it.for([
  ["no form", "{}", "file"],
  ["no audio", form({ model: "whisper-1" }), "file"],
  ["a file that is no WAV", form({ model: "whisper-1", file: new File(["none"], "speech.wav") }), "file"],
  [
    "another format",
    form({ model: "whisper-1", file: new File(["none"], "a"), response_format: "vtt" }),
    "response_format",
  ],
] as const)("a request with %s is refused in OpenAI's shape", async ([, body, param]) => {
  const response = await fetch(`${engines.openaiUrl(called().key)}/audio/transcriptions`, {
    method: "POST",
    body,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", param } });
});

function form(fields: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}
