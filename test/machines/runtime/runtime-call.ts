/** A call as it really runs, in virtual time: what the providers, the line and the caller do is said by the test. */
import { expect } from "vitest";
import type { CallEvent } from "#machines/call/types.ts";
import { type Asked, audio, callsTools, ends, type Exchange, says } from "./provider.ts";
import { clock, type Given, runningCall } from "./running-call.ts";

export function runtimeCall(given: Given = {}) {
  const { handle, compared, chats, speeches, secondSpeeches, sink, line, outbox, edge, asked, ...time } =
    runningCall(given);
  const { after, settled, until, whereabouts, hears } = time;
  const latest = (exchanges: readonly Exchange[], what: string): Exchange => {
    const open = exchanges.findLast((one) => one.open);
    if (!open) throw new Error(`no ${what} is open: ${whereabouts()}`);
    return open;
  };
  const openChat = async (): Promise<Exchange> => {
    await until("a chat", () => chats.some(({ open }) => open));
    return latest(chats, "chat");
  };
  const count = (type: string) => compared.events.filter((one) => one === type).length;
  /** Does something, and lets time pass until the chart has been told of it. */
  async function brings(type: string, provoke: () => void | Promise<void>, ms?: number): Promise<void> {
    const before = count(type);
    await provoke();
    await until(type, () => count(type) > before, ms);
  }
  const openSpeeches = () => [...speeches, ...secondSpeeches].filter((one) => one.open);
  const endAudio = () => {
    for (const speech of openSpeeches()) {
      speech.write(audio(100));
      speech.end();
    }
  };

  const call = {
    line,
    sink,
    outbox,
    asked,
    after,
    breaksScript: () => void (edge.state.scriptBroken = true),
    is: (...paths: string[]) => {
      const { states } = handle.view();
      return paths.every((path) => states.some((one) => one === path || one.startsWith(`${path}.`)));
    },
    get context() {
      return handle.actor.getSnapshot().context;
    },
    get phrase(): string {
      return call.context.announcement.phrase;
    },
    get outcome() {
      return handle.view().outcome;
    },
    /** From outside: the line, the host, the caller's side. */
    async sends(...events: CallEvent[]) {
      for (const event of events) handle.send(event);
      await after(0);
    },
    async hearing(event: CallEvent) {
      hears(event);
      await after(0);
    },
    answered: () => call.sends({ type: "call.answered", at: clock.now() }),
    keys: (digits: string) =>
      call.sends(...Array.from(digits, (digit) => ({ type: "dtmf.pressed", digit }) as const)),
    voice: () => call.hearing({ type: "vad.speechStarted", at: clock.now(), voicedAt: clock.now() - 64 }),
    pauses: () => call.hearing({ type: "vad.paused", at: clock.now(), voicedUntil: clock.now() - 100 }),
    goesOn: () => call.hearing({ type: "vad.voiced", at: clock.now() }),
    falls: () => call.hearing({ type: "vad.speechEnded", at: clock.now(), voicedUntil: clock.now() - 250 }),
    interim: (text: string) => call.hearing({ type: "stt.interim", at: clock.now(), text }),
    final: (text: string) => call.hearing({ type: "stt.final", at: clock.now(), text }),
    predicted: (probability: number) => call.hearing({ type: "eot.predicted", at: clock.now(), probability }),
    losesEars: () => call.hearing({ type: "provider.failed", provider: "stt", reason: "closed" }),
    earsWork: () => call.hearing({ type: "provider.recovered", provider: "stt" }),

    /** Time passes until the chart is there. */
    becomes: (path: string, ms = 20_000) => until(path, () => call.is(path), ms),
    /** The voice delivers what is too short to be heard, and nothing after it. */
    async stalls() {
      await until("speech", () => openSpeeches().length > 0, 10_000);
      for (const speech of openSpeeches()) speech.write(audio(2));
      await after(0);
    },
    /** The model's first words come, and are heard; more may follow. */
    starts: () =>
      brings("playout.started", async () => {
        if (openSpeeches().length === 0) {
          says(await openChat(), "I see what you mean. ");
          await until("speech", () => openSpeeches().length > 0);
        }
        for (const speech of openSpeeches()) speech.write(audio(100));
      }),
    /** The model begins with an opener: it is heard from the cache, and no voice is asked for it. */
    opens: () =>
      brings("playout.started", async () => {
        says(await openChat(), "Thank you.");
        await after(0);
        expect(openSpeeches()).toEqual([]);
      }),
    /** The model says something, its audio is there, and nothing of it is heard. */
    async isSilent() {
      const before = count("playout.started");
      says(await openChat(), "I see what you mean. ");
      await until("speech", () => openSpeeches().length > 0);
      for (const speech of openSpeeches()) speech.write(audio(100));
      await after(100);
      expect(count("playout.started")).toBe(before);
    },
    /** More of the sentence that is being said. */
    speaksOn: (ms: number) => latest(openSpeeches(), "speech").write(audio(ms)),
    drains: () => brings("playout.drained", () => {}),
    /** The reply is complete, and heard to its end; a phrase likewise. */
    heard: () =>
      brings("playout.finished", async () => {
        if (!call.is("live.turn.responding")) return;
        await call.toolsDone();
        await after(20);
        const chat = chats.findLast((one) => one.open);
        if (chat) {
          if (openSpeeches().length === 0) says(chat, "That is all. ");
          ends(chat);
        }
        await settled();
        endAudio();
        await after(20);
        endAudio();
      }),
    /** The model ends, and its audio too; nobody waits for what comes of it. */
    async completes() {
      const chat = chats.findLast((one) => one.open);
      if (chat) ends(chat);
      await settled();
      endAudio();
      await settled();
    },
    finishes: () => brings("playout.finished", () => {}),
    /** The model asks for tools; each waits to be let go. */
    asks: (...tools: Asked[]) => brings("llm.toolCalled", async () => callsTools(await openChat(), tools)),
    toolDone: () => brings("tool.finished", () => edge.tools.shift()?.goesOn()),
    /** Every tool that waits runs. */
    async toolsDone() {
      for (let tool = edge.tools.shift(); tool; tool = edge.tools.shift()) {
        tool.goesOn();
        await after(0);
      }
    },
    /** The model reports a danger; the tool is cut off by what it told. */
    reports: async (category: string) => {
      await call.asks({ name: "reportHazard", given: { category } });
      await brings("hazard.heard", () => edge.tools.shift()?.goesOn());
    },
    /** The first letters of a reply come, and no sentence yet. */
    begins: async () => {
      says(await openChat(), "I ");
      await after(0);
    },
    /** The sentence that is being said is whole; the model may go on. */
    async sentenceEnds() {
      endAudio();
      await after(0);
    },
    /** The model ends without another word. */
    wordless: () => brings("playout.finished", async () => ends(await openChat())),
    toolFails: () => brings("tool.failed", () => edge.tools.shift()?.fails()),
    /** The model asks for a tool, and it runs. */
    async uses(name: string, given: object) {
      await call.asks({ name, given });
      await call.toolDone();
    },
    learns: (facts: object) => call.uses("recordDetails", facts),
    modelFails: () => brings("provider.failed", async () => (await openChat()).fail()),
    /** The voice fails in the sentence that is to be said, and the second one is asked for it. */
    voiceDegrades: () =>
      brings("provider.degraded", async () => {
        if (openSpeeches().length === 0) {
          says(await openChat(), "I see what you mean. ");
          await until("speech", () => openSpeeches().length > 0);
        }
        for (const speech of openSpeeches()) speech.fail();
      }),
    /** The voice that is asked fails, and the other one says the sentence; nobody is told of it. */
    async voiceFailsOver() {
      says(await openChat(), "I see what you mean. ");
      await until("speech", () => openSpeeches().length > 0);
      for (const speech of openSpeeches()) speech.fail();
      await until("speech", () => openSpeeches().length > 0);
    },
    /** Both voices fail in the sentence that is to be said. */
    voiceFails: () =>
      brings("provider.failed", async () => {
        if (openSpeeches().length === 0) says(await openChat(), "I see what you mean. ");
        for (let asked = 0; asked < 2; asked++) {
          await until("speech", () => openSpeeches().length > 0);
          for (const speech of openSpeeches()) speech.fail();
        }
      }),
    humanAnswers: async () => {
      line.humans.at(-1)?.answers();
      await after(0);
    },
    humanRefuses: async () => {
      line.humans.at(-1)?.refuses();
      await after(0);
    },

    async listening() {
      await call.answered();
      await call.heard();
    },
    /** The caller says something and the turn is taken; the reply is being thought of. */
    async says(text: string) {
      await call.voice();
      await call.final(text);
      await call.falls();
      await until("the turn's end", () => call.is("live.turn.responding.thinking"), 4000);
    },
    async replied(text: string) {
      await call.says(text);
      await call.starts();
    },
  };
  return call;
}

export async function listening(given: Given = {}) {
  const call = runtimeCall(given);
  await call.listening();
  return call;
}
