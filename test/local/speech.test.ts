import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { synthesizeAt } from "#src/local/flite.ts";
import type { LocalEngines } from "#src/local/server.ts";
import { startLocalEngines } from "#src/local/server.ts";
import { connOptions, openMouth } from "./plugins.ts";

let engines: LocalEngines;
let calls = 0;
const sentence = "Please leave the building now.";

beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: "", toolCalls: [] }) });
});
afterAll(async () => engines.close());

function openCall(tts: BehaviourInput["tts"] = {}) {
  calls += 1;
  const key = `speech-${calls}`;
  const call = engines.call(key);
  call.configure({ tts: { firstByteMs: 20, ...tts } });
  const mouth = openMouth(engines, key);
  const speak = async (text = sentence) => {
    const samples: number[] = [];
    for await (const { frame } of mouth.plugin.synthesize(text, connOptions)) {
      samples.push(...frame.data);
      expect(frame.sampleRate).toBe(24_000);
    }
    return samples;
  };
  return { key, call, ...mouth, speak };
}

async function post(key: string, body: object) {
  return fetch(`${engines.openaiUrl(key)}/audio/speech`, { method: "POST", body: JSON.stringify(body) });
}

const request = { model: "tts-1", voice: "nova", input: sentence, response_format: "pcm" };

test("the plugin receives audible speech of a plausible length", async () => {
  const { call, speak } = openCall();
  const samples = await speak();
  expect(loudness(samples)).toBeGreaterThan(1_000);
  expect(samples.length / 24_000).toBeGreaterThan(1);
  expect(samples.length / 24_000).toBeLessThan(3);
  expect(call.requests.speech).toMatchObject([{ input: sentence, voice: "nova", outcome: "complete" }]);
});

test("the body is streamed in pieces", async () => {
  const { key } = openCall();
  const response = await post(key, request);
  const pieces: number[] = [];
  for await (const piece of response.body ?? []) pieces.push(piece.length);
  expect(pieces.length).toBeGreaterThan(3);
});

test("a client that leaves stops the stream", async () => {
  const { key, call } = openCall({ firstByteMs: 10_000 });
  const leaving = new AbortController();
  const url = `${engines.openaiUrl(key)}/audio/speech`;
  const asking = fetch(url, { method: "POST", body: JSON.stringify(request), signal: leaving.signal });
  await vi.waitFor(() => expect(call.requests.speech[0]?.input).toBe(sentence));
  leaving.abort();
  await expect(asking).rejects.toThrow("aborted");
  await vi.waitFor(() => expect(call.requests.speech[0]?.outcome).toBe("aborted"));
});

test.for([
  ["an unknown voice", { ...request, voice: "nobody" }, "voice"],
  ["another format", { ...request, response_format: "mp3" }, "response_format"],
  ["nothing to say", { ...request, input: "" }, "input"],
] as const)("%s is refused in OpenAI's shape", async ([, body, param]) => {
  const response = await post(openCall().key, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", param } });
});

describe("the voices", () => {
  test.for(["slt", "rms", "awb", "kal16"] as const)("%s begins to speak within 20 ms", async (voice) => {
    const samples = await synthesizeAt(sentence, { voice, sampleRate: 16_000 });
    expect(samples.findIndex((sample) => Math.abs(sample) > 100)).toBeLessThanOrEqual(321);
    expect(loudness(samples)).toBeGreaterThan(300);
  });

  test("the sample rate changes neither length nor loudness", async () => {
    const [low, high] = await Promise.all(
      [16_000, 48_000].map((sampleRate) => synthesizeAt(sentence, { voice: "slt", sampleRate })),
    );
    expect((high?.length ?? 0) / 48_000).toBeCloseTo((low?.length ?? 0) / 16_000, 3);
    expect(loudness(high ?? []) / loudness(low ?? [])).toBeCloseTo(1, 1);
  });

  test("text without a letter or digit is silence, typographic signs are read", async () => {
    expect(await synthesizeAt("… — ?", { voice: "slt", sampleRate: 16_000 })).toHaveLength(0);
    const typographic = await synthesizeAt("It’s cold — very.", { voice: "slt", sampleRate: 16_000 });
    const plain = await synthesizeAt("It's cold, very.", { voice: "slt", sampleRate: 16_000 });
    expect(typographic).toEqual(plain);
  });
});

describe("faults", () => {
  test("status: the request is refused", async () => {
    const { key } = openCall({ faults: [{ kind: "status", status: 500, from: 2 }] });
    expect((await post(key, request)).status).toBe(200);
    const refused = await post(key, request);
    expect(refused.status).toBe(500);
    expect(await refused.json()).toMatchObject({ error: { type: "server_error" } });
  });

  test("stall: headers come, and no audio until the client leaves", async () => {
    const { key, call } = openCall({ faults: [{ kind: "stall" }] });
    const response = await post(key, request);
    const reading = response.body?.getReader().read();
    const another = post(openCall().key, request).then(async (response) => response.arrayBuffer());
    expect(response.status).toBe(200);
    expect(await Promise.race([reading, another])).toBeInstanceOf(ArrayBuffer);
    call.close();
    await expect(reading).rejects.toThrow("terminated");
  });

  test("drop: the body breaks in the middle", async () => {
    const { key, call } = openCall({ faults: [{ kind: "drop" }] });
    const response = await post(key, request);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
    expect(call.requests.speech[0]?.outcome).toBe("fault");
  });

  test("malformed: a web page comes where audio was due", async () => {
    const { key } = openCall({ faults: [{ kind: "malformed" }] });
    const response = await post(key, request);
    expect(response.headers.get("content-type")).toBe("text/html");
  });

  test("slow: the first byte comes later by so much", async () => {
    const { key } = openCall({ faults: [{ kind: "slow", ms: 200 }] });
    const askedAt = performance.now();
    await post(key, request);
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(219);
  });
});

function loudness(samples: ArrayLike<number>): number {
  return Math.sqrt(Array.from(samples).reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}
