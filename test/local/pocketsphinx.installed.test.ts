/** Real recognition over the wire. Needs the Debian packages pocketsphinx and pocketsphinx-en-us. */
import { AudioFrame } from "@livekit/rtc-node";
import { OpenAI } from "openai";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { synthesizeAt } from "#src/local/flite.ts";
import type { LocalEngines } from "#src/local/server.ts";
import { startLocalEngines } from "#src/local/server.ts";
import { spokenWords } from "#src/local/spoken-words.ts";
import type { Voice } from "#src/local/voices.ts";
import { openAITranscription } from "#src/voice/openai-transcription.ts";
import { openEars } from "./plugins.ts";

/** What callers may say, and what these ones do say: not the same sentences, but the same words. */
const expected = [
  "My kitchen sink is leaking and water is running down the wall.",
  "There is water coming through the ceiling.",
  "I smell gas in the hallway.",
  "The heat is not working and it is freezing in here.",
  "I live at 42 Maple Street, apartment 4B.",
  "My phone number is 555-201-3347.",
  "Yes, please send someone right now.",
  "The smoke alarm keeps going off.",
  "It started about an hour ago.",
];
const said = [
  "My kitchen sink is leaking and water is running down the wall.",
  "I smell gas in the hallway.",
  "My phone number is 555-201-3347.",
  "Yes, please send someone right now.",
  "The smoke alarm started about an hour ago.",
  "Water is coming through the wall.",
];

let engines: LocalEngines;

beforeAll(async () => {
  engines = await startLocalEngines({
    replyTo: () => ({ text: "", toolCalls: [] }),
    recognizer: { kind: "pocketsphinx", sentences: expected },
  });
});
afterAll(async () => engines.close());

/** In real time, as a caller speaks, with the silence that ends an utterance. */
async function speak(ears: ReturnType<typeof openEars>, text: string, voice: Voice) {
  const speech = await synthesizeAt(text, { voice, sampleRate: 16_000 });
  const samples = new Int16Array(Math.ceil((speech.length + 9_600) / 320) * 320);
  samples.set(speech);
  for (let from = 0; from < samples.length; from += 320) {
    ears.stream.pushFrame(new AudioFrame(samples.slice(from, from + 320), 16_000, 1, 320));
    await new Promise((resolve) => setTimeout(resolve, 19));
  }
}

test.concurrent.for(["slt", "rms"] as const)(
  "most of what %s says is recognized",
  { timeout: 60_000 },
  async (voice, { expect }) => {
    const call = engines.call(voice);
    call.configure({ stt: { finalMs: 400 } });
    const ears = openEars(engines, voice);
    for (const sentence of said) {
      const before = ears.finals().length;
      await speak(ears, sentence, voice);
      await vi.waitFor(() => expect(ears.finals().length).toBeGreaterThan(before), 10_000);
    }
    const heard = ears.finals().join(" ");
    ears.stream.close();
    call.close();
    const spoken = said.flatMap(spokenWords);
    const wrong = distance(spoken, spokenWords(heard.replaceAll(/(?<=\d)-(?=\d)/g, "")));
    expect(wrong / spoken.length, heard).toBeLessThan(0.15);
  },
);

test("a number that is said is written in figures", async () => {
  const ears = openEars(engines, engines.call("number") && "number");
  await speak(ears, "My phone number is 555-201-3347.", "awb");
  await vi.waitFor(() => expect(ears.finals()).toHaveLength(1), 10_000);
  ears.stream.close();
  expect(ears.finals()[0]).toMatch(/^My phone number is [\d-]+\.$/);
});

test("an utterance that comes as a whole is recognized, too", async () => {
  engines.call("whole").configure({ transcription: { latencyMs: 0 } });
  const client = new OpenAI({ apiKey: "none", baseURL: engines.openaiUrl("whole"), maxRetries: 0 });
  const transcribe = openAITranscription({ client, vocabulary: [], timeoutMs: 20_000 });
  const samples = await synthesizeAt("Yes, please send someone right now.", {
    voice: "slt",
    sampleRate: 16_000,
  });
  const heard = await transcribe(samples, new AbortController().signal);
  expect(spokenWords(heard).join(" ")).toBe("yes please send someone right now");
});

/** Words to be changed, added or left out (Levenshtein). */
function distance(from: readonly string[], to: readonly string[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, word] of from.entries()) {
    const next = [index + 1];
    for (const [column, other] of to.entries()) {
      const changed = (row[column] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
