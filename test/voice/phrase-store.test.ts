import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { synthesize } from "#src/local/flite.ts";
import { cachePhrases } from "#src/voice/phrase-cache.ts";
import { openPhraseStore, type PhraseVoice } from "#src/voice/phrase-store.ts";
import { type SpeechSynthesis, SynthesisFailed } from "#src/voice/speech-synthesis.ts";
import { callEngines } from "./engines.ts";

const never = new AbortController().signal;
const nova = { model: "tts-1", voice: "nova" };
const phrases = { greeting: "Hello.", goodbye: "Take care." };

let folder = "";
beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), "phrases-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  folder = join(dir, "phrases");
});
const files = () => readdirSync(folder).map((name) => join(folder, name));

interface Filling {
  voice?: PhraseVoice;
  speech?: SpeechSynthesis;
  signal?: AbortSignal;
}
const fill = (
  texts: Readonly<Record<string, string>>,
  { voice = nova, speech = letters().speech, signal = never }: Filling = {},
) => openPhraseStore(folder).fill(texts, voice, speech, signal);
const read = (texts: Readonly<Record<string, string>>, voice: PhraseVoice = nova) =>
  openPhraseStore(folder).read(texts, voice);

/** Says a text as its character codes; remembers what it was asked for, and how much at once. */
function letters(failing: readonly string[] = []) {
  const asked: string[] = [];
  const concurrency = { now: 0, most: 0 };
  const speech: SpeechSynthesis = {
    async *synthesize(text) {
      asked.push(text);
      concurrency.now += 1;
      concurrency.most = Math.max(concurrency.most, concurrency.now);
      await nextTurn();
      concurrency.now -= 1;
      if (failing.includes(text)) throw new SynthesisFailed("status 500");
      for (const letter of text) yield Int16Array.of(letter.codePointAt(0) ?? 0);
    },
  };
  return { speech, asked, concurrency };
}
const samplesOf = (text: string) => Int16Array.from(text, (letter) => letter.codePointAt(0) ?? 0);

describe("the phrase store", () => {
  it("gives to any process what was synthesized once, sample by sample", async () => {
    const engines = await callEngines();
    onTestFinished(engines.close);

    const filled = await fill(phrases, { speech: engines.speech() });
    const kept = read(phrases);

    expect(filled).toEqual({ synthesized: 2 });
    expect(Object.fromEntries(kept)).toEqual({
      greeting: { text: "Hello.", samples: await synthesize("Hello.", { voice: "nova" }) },
      goodbye: { text: "Take care.", samples: await synthesize("Take care.", { voice: "nova" }) },
    });
    expect(kept).toEqual(await cachePhrases(phrases, engines.speech(), never));
  });

  it("synthesizes only what is not there", async () => {
    const { speech, asked } = letters();
    await fill(phrases, { speech });

    const filled = await fill({ ...phrases, greeting: "Hi." }, { speech });

    expect([filled, asked]).toEqual([{ synthesized: 1 }, ["Hello.", "Take care.", "Hi."]]);
  });

  it("keeps one text once, whatever its names, but each voice and model apart", async () => {
    const { speech, asked } = letters();
    const counts = [
      await fill({ one: "Hello.", other: "Hello." }, { speech }),
      await fill({ one: "Hello." }, { voice: { ...nova, voice: "echo" }, speech }),
      await fill({ one: "Hello." }, { voice: { ...nova, model: "tts-2" }, speech }),
    ];

    expect(counts).toEqual([{ synthesized: 1 }, { synthesized: 1 }, { synthesized: 1 }]);
    expect(asked).toEqual(["Hello.", "Hello.", "Hello."]);
    expect([...read({ one: "Hello.", other: "Hello." }).keys()]).toEqual(["one", "other"]);
  });

  it("keeps raw PCM behind its length, under a name that tells nothing, and nothing half written", async () => {
    await fill({ one: "Hi" });

    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.pcm$/)]);
    expect(files().map((file) => readFileSync(file).toString("hex"))).toEqual(["0200000048006900"]);
  });

  it("asks for no more than four at once", async () => {
    const { speech, concurrency } = letters();
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`phrase${n}`, `Text ${n}.`]));

    await fill(many, { speech });

    expect(concurrency.most).toBe(4);
  });
});

describe("a phrase that is not there", () => {
  it("is named when it is read", async () => {
    const missing = `The fixed phrase 'goodbye' is not in ${folder} as a whole; start the worker anew to synthesize it.`;
    expect(() => read({ goodbye: "Take care." })).toThrow(missing);
    await fill({ greeting: "Hello." });

    expect(() => read(phrases)).toThrow(missing);
    expect(() => read({ greeting: "Hello." }, { ...nova, voice: "echo" })).toThrow("'greeting'");
  });

  it.each<[string, (file: string) => void]>([
    ["empty", (file) => truncateSync(file, 0)],
    ["shorter than its header", (file) => truncateSync(file, 3)],
    ["without a sample", (file) => writeFileSync(file, Buffer.alloc(4))],
    ["cut within a sample", (file) => truncateSync(file, 15)],
    ["cut after a sample", (file) => truncateSync(file, 14)],
    ["longer than it says", (file) => writeFileSync(file, Buffer.alloc(2), { flag: "a" })],
    ["all zeros, as a power failure leaves it", (file) => writeFileSync(file, Buffer.alloc(16))],
  ])("counts as such when its file is %s, and is synthesized anew", async (_, damage) => {
    await fill({ greeting: "Hello." });
    for (const file of files()) damage(file);

    expect(() => read({ greeting: "Hello." })).toThrow("The fixed phrase 'greeting' is not in");
    expect(await fill({ greeting: "Hello." })).toEqual({
      synthesized: 1,
    });
    expect(read({ greeting: "Hello." }).get("greeting")?.samples).toEqual(samplesOf("Hello."));
  });
});

describe("a phrase that cannot be synthesized", () => {
  it("fails the filling by its name; the next one goes on from there", async () => {
    await expect(fill(phrases, { speech: letters(["Take care."]).speech })).rejects.toThrow(
      "The fixed phrase 'goodbye' could not be synthesized at start; check the TTS provider's key and address.",
    );

    const { speech, asked } = letters();
    await fill(phrases, { speech });
    expect(read(phrases).size).toBe(2);
    expect(asked).toContain("Take care.");
  });

  it("is no phrase of no sound", async () => {
    const silent: SpeechSynthesis = { async *synthesize() {} };

    await expect(fill(phrases, { speech: silent })).rejects.toThrow("could not be synthesized");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("stops the others, of which nothing is kept that was broken off", async () => {
    const stopped: string[] = [];
    const speech: SpeechSynthesis = {
      async *synthesize(text, signal) {
        yield Int16Array.of(1, 2);
        if (text === "Take care.") throw new SynthesisFailed("status 500");
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        stopped.push(text);
      },
    };

    await expect(fill(phrases, { speech })).rejects.toThrow("'goodbye'");

    expect([stopped, readdirSync(folder)]).toEqual([["Hello."], []]);
  });

  it("is not kept in part when the filling is given up", async () => {
    const unwanted = new AbortController();
    const speech: SpeechSynthesis = {
      async *synthesize() {
        yield Int16Array.of(1, 2);
        unwanted.abort();
      },
    };

    await expect(fill(phrases, { speech, signal: unwanted.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
