import { afterAll, beforeAll, expect, it } from "vitest";
import { synthesize } from "#src/local/flite.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { auraSpeech } from "#src/voice/aura-speech.ts";

let engines: LocalEngines;
beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: () => ({ text: "", toolCalls: [] }) });
});
afterAll(() => engines.close());

const sentence = "Please leave the building now.";
const model = "aura-2-thalia-en";

it("speaks as a stream of pieces, in a voice that is not OpenAI's", async () => {
  const call = engines.call("aura");
  const speech = auraSpeech({ apiKey: "none", url: engines.deepgramUrl("aura"), model, firstByteMs: 10_000 });
  const pieces: Int16Array[] = [];
  for await (const piece of speech.synthesize(sentence, new AbortController().signal)) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(3);
  const spoken = pieces.flatMap((piece) => [...piece]);
  expect(spoken).toEqual([...(await synthesize(sentence, { voice: "awb" }))]);
  expect(call.requests.aura).toMatchObject([{ input: sentence, voice: model, outcome: "complete" }]);
});

it("is silent for a moment when there is nothing to say in a text", async () => {
  engines.call("wordless");
  const url = engines.deepgramUrl("wordless");
  const speech = auraSpeech({ apiKey: "none", url, model, firstByteMs: 10_000 });
  const pieces: Int16Array[] = [];
  for await (const piece of speech.synthesize("…", new AbortController().signal)) pieces.push(piece);
  expect(pieces.flatMap((piece) => [...piece])).toEqual(Array.from({ length: 2400 }, () => 0));
});

it.for([
  ["another encoding", "model=aura-2-thalia-en&encoding=mp3&sample_rate=24000&container=none"],
  ["a model that does not speak", "model=nova-3&encoding=linear16&sample_rate=24000&container=none"],
] as const)("a request for %s is refused in Deepgram's shape", async ([, query]) => {
  engines.call("refused");
  const address = engines.deepgramUrl("refused").replace("ws", "http");
  const response = await fetch(`${address}/v1/speak?${query}`, {
    method: "POST",
    body: JSON.stringify({ text: sentence }),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ err_code: "REFUSED" });
});
