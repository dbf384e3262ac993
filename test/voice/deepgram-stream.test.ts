import { initializeLogger, stt } from "@livekit/agents";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { DeepgramSTT } from "#src/voice/deepgram-stt.ts";
import { chunk, talk } from "../local/plugins.ts";
import { serveNonsense } from "./fuzz-server.ts";

initializeLogger({ pretty: false, level: "silent" });

let engines: LocalEngines;
let calls = 0;
beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: "", toolCalls: [] }) });
});
afterAll(() => engines.close());

type Fault = NonNullable<NonNullable<BehaviourInput["stt"]>["faults"]>[number];

function streamAt(baseUrl: string, maxRetry: number, timeoutMs = 10_000) {
  const provider = new DeepgramSTT({ apiKey: "none", baseUrl, vocabulary: ["Maple Court"] });
  const errors: Error[] = [];
  provider.on("error", ({ error }) => errors.push(error));
  const stream = provider.stream({ connOptions: { maxRetry, retryIntervalMs: 0, timeoutMs } });
  const heard: string[] = [];
  const ended = (async () => {
    for await (const { type, alternatives } of stream)
      heard.push(`${type === stt.SpeechEventType.FINAL_TRANSCRIPT ? "!" : ""}${alternatives?.[0]?.text}`);
  })();
  return { provider, stream, errors, heard, ended };
}

async function listening(...faults: Fault[]) {
  const key = `own ${++calls}`;
  const call = engines.call(key);
  call.configure({ stt: { faults } });
  const ears = streamAt(engines.deepgramUrl(key), 3);
  const hush = talk(ears.stream);
  await vi.waitFor(() => expect(call.requests.listen[0]?.audioBytes).toBeGreaterThan(0));
  const close = async () => {
    hush();
    await ears.provider.close();
    call.close();
  };
  return { ...ears, call, hush, [Symbol.asyncDispose]: close };
}

const until = (what: () => void) => vi.waitFor(what, 8_000);

describe.concurrent("Deepgram's stream", () => {
  it("hears interims and finals, asked for as the telephone needs them", async () => {
    await using listener = await listening();
    const { call, heard, stream, hush, ended, errors } = listener;
    call.speech.say({ chunks: [chunk("My sink leaks.")] });
    await until(() => expect(heard).toEqual(["My", "My sink", "My sink leaks.", "!My sink leaks."]));
    stream.flush();
    await until(() => expect(call.requests.listen[0]?.controls).toEqual(["Finalize"]));
    expect(Object.fromEntries(call.requests.listen[0]?.query ?? [])).toEqual({
      model: "nova-2",
      language: "en-US",
      smart_format: "true",
      punctuate: "true",
      interim_results: "true",
      no_delay: "true",
      endpointing: "25",
      encoding: "linear16",
      sample_rate: "16000",
      channels: "1",
      keywords: "Maple Court:1.5",
    });
    hush();
    stream.endInput();
    await ended;
    expect(call.requests.listen[0]).toMatchObject({
      controls: ["Finalize", "CloseStream"],
      outcome: "complete",
    });
    expect(errors).toEqual([]);
  });

  it.for([429, 400, 401, 500, 503])("tells that it is refused with status %s", async (status) => {
    const key = `own refused ${status}`;
    engines.call(key).configure({ stt: { faults: [{ kind: "status", status }] } });
    const { errors, ended } = streamAt(engines.deepgramUrl(key), 0);
    await ended;
    expect(errors).toMatchObject([{ name: "APIStatusError", statusCode: status }]);
  });

  it.for(["ws://127.0.0.1:9", "ws://does-not-exist.invalid"])(
    "tells that there is nobody at %s",
    async (url) => {
      const { errors, ended } = streamAt(url, 0);
      await ended;
      expect(errors).toMatchObject([{ name: "APIConnectionError" }]);
    },
  );

  it("tells that a socket does not open in time", async () => {
    // Requests are taken, and never answered.
    const silent = await serveNonsense({ upgrade: () => {} });
    const { errors, ended } = streamAt(silent.ws, 0, 200);
    await ended;
    expect(errors).toMatchObject([{ name: "APIConnectionError" }]);
    await silent.close();
  });

  it("tells of a dropped connection when it may not open another", async () => {
    const key = "own dropped";
    const call = engines.call(key);
    call.configure({ stt: { faults: [{ kind: "drop" }] } });
    const { errors, ended, stream } = streamAt(engines.deepgramUrl(key), 0);
    const hush = talk(stream);
    await until(() => expect(call.requests.listen[0]?.audioBytes).toBeGreaterThan(0));
    call.speech.say({ chunks: [chunk("My sink leaks.")] });
    await until(() => expect(errors).toMatchObject([{ name: "APIConnectionError" }]));
    hush();
    await ended;
  });

  it("opens another socket when the connection is dropped, and hears on", async () => {
    await using listener = await listening({ kind: "drop", to: 1 });
    const { call, heard, errors } = listener;
    call.speech.say({ chunks: [chunk("My sink leaks.")] });
    await until(() => expect(call.requests.listen[1]?.audioBytes).toBeGreaterThan(0));
    call.speech.say({ chunks: [chunk("Again.")] });
    await until(() => expect(heard).toContain("!Again."));
    expect(errors).toEqual([]);
    expect(call.requests.listen).toHaveLength(2);
  });

  it.for(["notJson", "wrongShape", "noAlternatives"] as const)(
    "passes over one frame that is no message (%s)",
    async (how) => {
      await using listener = await listening({ kind: "malformed", how, frames: 1 });
      const { call, heard } = listener;
      call.speech.say({ chunks: [chunk("My sink leaks.")] });
      await until(() => expect(heard).toEqual(["My sink", "My sink leaks.", "!My sink leaks."]));
      expect(call.requests.listen).toHaveLength(1);
    },
  );

  it("gives up a socket that sends nothing else", async () => {
    await using listener = await listening({ kind: "malformed", to: 1 });
    const { call, heard } = listener;
    call.speech.say({ chunks: [chunk("one two three four five six seven eight nine ten eleven")] });
    await until(() => expect(call.requests.listen[1]?.audioBytes).toBeGreaterThan(0));
    call.speech.say({ chunks: [chunk("Again.")] });
    await until(() => expect(heard).toContain("!Again."));
  });
});
