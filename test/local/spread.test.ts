import { afterAll, beforeAll, expect, test } from "vitest";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { createCall } from "#src/local/call.ts";
import { createScriptedEar } from "#src/local/scripted-ear.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";

const spread = { p50: 100, p95: 300 };
let engines: LocalEngines;

beforeAll(async () => {
  engines = await startLocalEngines({ replyTo: (_, call) => ({ text: `This is ${call}.`, toolCalls: [] }) });
});
afterAll(async () => engines.close());

const draw = (seed: string, asked: number): number => {
  const { state } = createCall("key", seed, undefined, () => {});
  for (let request = 0; request < asked; request++) state.draws.tts.moment();
  return state.draws.llm.moment()(spread);
};

test("what one provider draws does not depend on how often another was asked, but on the seed", () => {
  expect(draw("one", 4)).toBe(draw("one", 0));
  expect(draw("two", 0)).not.toBe(draw("one", 0));
});

test("no provider draws what another does", () => {
  const { state } = createCall("key", "one", undefined, () => {});
  const first = Object.values(state.draws).map((draws) => draws.moment()(spread));
  expect(new Set(first).size).toBe(5);
});

/** Hears three words, and says after how many milliseconds from the end of the last one each message came. */
async function hear(interimMs: number, finalMs: number): Promise<{ isFinal: boolean; words: number }[]> {
  const heard: { isFinal: boolean; words: number }[] = [];
  const final = Promise.withResolvers<void>();
  const ear = createScriptedEar({
    sampleRate: 16_000,
    interims: true,
    utteranceEndMs: undefined,
    chunkLatency: () => ({ interimMs: () => interimMs, finalMs }),
    transcripts: {
      speechStarted: () => {},
      results: ({ words, isFinal }) => {
        heard.push({ isFinal, words: words.length });
        if (isFinal) final.resolve();
      },
      utteranceEnd: () => {},
      failed: () => {},
    },
  });
  const now = performance.now();
  const words = [20, 60, 100].map((end) => ({ text: "word", startAt: now + end - 20, endAt: now + end }));
  ear.hear([{ words, endAt: now + 100 }]);
  const sound = setInterval(() => ear.audio(Buffer.alloc(640)), 10);
  await final.promise;
  clearInterval(sound);
  ear.close();
  return heard;
}

test("a word is shown by an interim no sooner than its final where both take equally long, and the final is last", async () => {
  expect(await hear(30, 30)).toEqual([
    { isFinal: false, words: 1 },
    { isFinal: false, words: 2 },
    { isFinal: true, words: 3 },
  ]);
});

test("requests take as long as they draw, each of them anew", async () => {
  const behaviour: BehaviourInput = { llm: { firstTokenMs: { p50: 40, p95: 90 }, perTokenMs: 0 } };
  const call = engines.call("asked", "one");
  call.configure(behaviour);
  const drawn = createCall("other", "one", undefined, () => {}).state.draws.llm;
  for (let request = 0; request < 3; request++) {
    const from = performance.now();
    const response = await fetch(`${engines.openaiUrl("asked")}/chat/completions`, {
      method: "POST",
      body: JSON.stringify({
        model: "gpt-4o",
        messages: [{ role: "user", content: "Hello." }],
        stream: true,
      }),
    });
    expect(await response.text()).toContain('"content":"This "');
    expect(performance.now() - from).toBeGreaterThanOrEqual(drawn.moment()({ p50: 40, p95: 90 }) - 1);
  }
});
