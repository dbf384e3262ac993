import { afterEach, describe, expect, it, vi } from "vitest";
import { synthesize } from "#src/local/flite.ts";
import { createMouth } from "#src/voice/mouth.ts";
import { cachePhrases } from "#src/voice/phrase-cache.ts";
import { type SpeechSynthesis, SynthesisFailed } from "#src/voice/speech-synthesis.ts";
import { callEngines } from "./engines.ts";
import { clock, collect, joined, never, recordingSink } from "./sound.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const engines = async (...behaviour: Parameters<typeof callEngines>) => {
  const opened = await callEngines(...behaviour);
  closing.push(opened.close);
  return opened;
};

describe("OpenAI speech", () => {
  it("arrives in pieces, before the sentence is whole, and is the sentence", async () => {
    const { speech } = await engines();
    const chunks = await collect(speech(), "Water is coming through the ceiling.");
    expect(chunks.length).toBeGreaterThan(2);
    expect(joined(...chunks)).toEqual(
      await synthesize("Water is coming through the ceiling.", { voice: "nova" }),
    );
  });

  it.each([
    [{ kind: "status", status: 500 }, "status 500"],
    [{ kind: "status", status: 429 }, "status 429"],
    [{ kind: "stall" }, "timeout"],
  ] as const)("says in a few words why it failed: %j", async (fault, reason) => {
    const { speech } = await engines({ tts: { faults: [fault] } });
    await expect(collect(speech(300), "Hello.")).rejects.toMatchObject({ name: "SynthesisFailed", reason });
  });

  it("fails when the connection is lost in the middle of a sentence", async () => {
    const { speech } = await engines({ tts: { faults: [{ kind: "drop" }] } });
    await expect(collect(speech(), "Water is coming through the ceiling.")).rejects.toMatchObject({
      name: "SynthesisFailed",
    });
  });

  it("ends silently when it is no longer wanted", async () => {
    const { speech } = await engines({ tts: { firstByteMs: 10_000 } });
    const unwanted = new AbortController();
    const collected = collect(speech(60_000), "Hello.", unwanted.signal);
    unwanted.abort();
    expect(await collected).toEqual([]);
  });
});

describe("the phrase cache", () => {
  it("holds every phrase", async () => {
    const { speech } = await engines();
    const cache = await cachePhrases({ greeting: "Hello.", goodbye: "Take care." }, speech(), never);
    expect([...cache.keys()].sort()).toEqual(["goodbye", "greeting"]);
    expect(cache.get("greeting")).toEqual({
      text: "Hello.",
      samples: await synthesize("Hello.", { voice: "nova" }),
    });
  });

  it("fails the start and names the phrase when one cannot be synthesized", async () => {
    const { speech } = await engines({ tts: { faults: [{ kind: "status", status: 401 }] } });
    await expect(cachePhrases({ greeting: "Hello." }, speech(), never)).rejects.toThrow(
      "The fixed phrase 'greeting' could not be synthesized at start; check the TTS provider's key and address.",
    );
  });
});

describe("the mouth", () => {
  const noSpeech: SpeechSynthesis = {
    async *synthesize() {
      yield* [];
      throw new SynthesisFailed("none");
    },
  };
  const events = () => ({
    started: vi.fn(),
    drained: vi.fn(),
    finished: vi.fn(),
    failed: vi.fn(),
    firstAudio: vi.fn(),
    worked: vi.fn(),
    degraded: vi.fn(),
  });

  it("says sentences one after the other, the next fetched while one plays", async () => {
    const { speech, call } = await engines();
    const sink = recordingSink();
    const mouth = createMouth({ sink, clock, speech: speech(), secondSpeech: noSpeech, phrases: new Map() });
    const heard = events();
    const utterance = mouth.begin(heard);
    for (const sentence of ["One.", "Two.", "Three."]) utterance.say(sentence);
    utterance.end();
    await vi.waitFor(() =>
      expect(call.requests.speech.map(({ input }) => input)).toEqual(["One.", "Two.", "Three."]),
    );
    expect(sink.frames.length).toBe(0);
    utterance.release();
    await vi.waitFor(() => expect(heard.finished).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(heard.firstAudio).toHaveBeenCalledOnce();
    expect(utterance.heard()).toMatchObject({ text: "One. Two. Three.", complete: true });
  });

  it("aborts what is being fetched when it is dropped", async () => {
    const { speech, call } = await engines({ tts: { firstByteMs: 10_000 } });
    const mouth = createMouth({
      sink: recordingSink(),
      clock,
      speech: speech(),
      secondSpeech: noSpeech,
      phrases: new Map(),
    });
    const utterance = mouth.begin(events());
    utterance.say("One.");
    await vi.waitFor(() => expect(call.requests.speech.length).toBe(1));
    utterance.drop();
    await vi.waitFor(() => expect(call.requests.speech[0]?.outcome).toBe("aborted"));
  });

  it("says cached phrases without asking anybody, and names the one that it lacks", async () => {
    const { speech, call } = await engines();
    const sink = recordingSink();
    const phrases = new Map([["greeting", { text: "Hello.", samples: new Int16Array(960).fill(7) }]]);
    const mouth = createMouth({ sink, clock, speech: speech(), secondSpeech: noSpeech, phrases });
    const heard = events();
    const utterance = mouth.begin(heard);
    utterance.phrase("greeting");
    utterance.phrase("goodbye");
    utterance.end();
    utterance.release();
    await vi.waitFor(() => expect(heard.failed).toHaveBeenCalledWith("no cached phrase goodbye"));
    expect(sink.frames.length).toBe(2);
    expect(call.requests.speech).toEqual([]);
  });

  it("says a sentence from the cache that is there, however it is written, and asks for the next at once", async () => {
    const { speech, call } = await engines();
    const sink = recordingSink();
    const samples = new Int16Array(9600).fill(700, 4800);
    const phrases = new Map([["opener.1", { text: "That's all right.", samples }]]);
    const mouth = createMouth({ sink, clock, speech: speech(), secondSpeech: noSpeech, phrases });
    const heard = events();
    const utterance = mouth.begin(heard);
    expect(
      ["That’s all right!", "that's all  right.", "That's all", "Yes."].map((text) => mouth.isReady(text)),
    ).toEqual([true, true, false, false]);
    utterance.say("That’s all right!");
    expect(heard.firstAudio).toHaveBeenCalledOnce();
    utterance.release();
    // The quiet before the voice is left out.
    expect(sink.frames[0]?.at(-1)).toBe(700);
    utterance.say("What now?");
    utterance.end();
    await vi.waitFor(() => expect(heard.finished).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(call.requests.speech.map(({ input }) => input)).toEqual(["What now?"]);
    expect(utterance.heard()).toMatchObject({ text: "That’s all right! What now?", complete: true });
    expect(heard.firstAudio).toHaveBeenCalledOnce();
    expect(heard.worked).toHaveBeenCalledOnce();
  });

  it("tells of no provider that worked when all was cached", async () => {
    const phrases = new Map([["opener.1", { text: "Okay.", samples: new Int16Array(960).fill(700) }]]);
    const sink = recordingSink();
    const mouth = createMouth({ sink, clock, speech: noSpeech, secondSpeech: noSpeech, phrases });
    const heard = events();
    const utterance = mouth.begin(heard);
    utterance.say("Okay.");
    utterance.end();
    utterance.release();
    await vi.waitFor(() => expect(heard.finished).toHaveBeenCalledOnce());
    expect(heard.worked).not.toHaveBeenCalled();
    expect(heard.degraded).not.toHaveBeenCalled();
  });

  it("has one utterance at a time", () => {
    const sink = recordingSink();
    const phrases = new Map([["greeting", { text: "Hello.", samples: new Int16Array(9600).fill(7) }]]);
    const speech: SpeechSynthesis = { async *synthesize() {} };
    const mouth = createMouth({ sink, clock, speech, secondSpeech: noSpeech, phrases });
    const first = mouth.begin(events());
    first.phrase("greeting");
    first.release();
    mouth.begin(events());
    first.phrase("greeting");
    mouth.pause();
    mouth.resume();
    mouth.close();
    expect(sink.frames.length).toBe(1);
  });
});
