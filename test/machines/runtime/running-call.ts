/** A call put together from its real parts, with the edges and the clock in the test's hands. */
import { initializeLogger } from "@livekit/agents";
import type { OpenAI } from "openai";
import { onTestFinished, vi } from "vitest";
import type { CallEvent, CallInput } from "#machines/call/types.ts";
import { startCall } from "#src/call/start-call.ts";
import { createDialogue } from "#src/dialogue/dialogue.ts";
import { createModel } from "#src/dialogue/model.ts";
import { createMouth } from "#src/voice/mouth.ts";
import { openAISpeech } from "#src/voice/openai-speech.ts";
import { loadPack } from "#src/workspaces/load-pack.ts";
import { compareSteps } from "./compare.ts";
import { collectingOutbox, lineOfHumans, virtualSink, waitingTools } from "./edges.ts";
import { inProcessOpenAI } from "./provider.ts";

initializeLogger({ pretty: false, level: "silent" });
const pack = loadPack("prompts/maple-court", "prompts/default");
const phrasesOf = (ms: number) => {
  const samples = new Int16Array(ms * 24);
  return new Map(Object.entries(pack.phrases).map(([name, text]) => [name, { text, samples }]));
};
export const clock = { now: () => performance.now() };
const turnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Names of the written transitions that the calls of this file took. */
export const takenInCalls = new Set<string>();
let calls = 0;

const speechOf = (client: OpenAI) =>
  openAISpeech({ client, voice: "nova", model: "tts-1", firstByteMs: 4000 });

export type Given = Partial<CallInput> & { withheld?: boolean; phraseMs?: number };

export function runningCall(given: Given) {
  if (!vi.isFakeTimers())
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
    });
  const { withheld = false, phraseMs = 200, ...changed } = given;
  const input: CallInput = {
    callId: `runtime-${++calls}`,
    ...(withheld ? {} : { callerNumber: "+15555550142" }),
    ladder: ["+15555550111", "+15555550112"],
    asksForRecording: false,
    endpointing: { minMs: 300, maxMs: 1800 },
    repromptMs: 7000,
    limitMs: 1_800_000,
    ...changed,
  };
  const { client, chats, speeches } = inProcessOpenAI();
  const second = inProcessOpenAI();
  const sink = virtualSink(clock);
  const line = lineOfHumans();
  const outbox = collectingOutbox();
  const modelOf = (model: string) => createModel({ client, model, pack, timeoutMs: 15_000 });
  const [model, secondModel] = [modelOf("gpt-4o"), modelOf("gpt-4o-mini")];
  const edge = waitingTools(createDialogue({ pack, model, secondModel, officeOpen: () => false }));
  let hears: (event: CallEvent) => void = () => {};
  const asked: string[] = [];
  const handle = startCall({
    input,
    metadata: {},
    ports: {
      clock,
      line,
      outbox,
      dialogue: edge.dialogue,
      voice: createMouth({
        sink,
        clock,
        phrases: phrasesOf(phraseMs),
        speech: speechOf(client),
        secondSpeech: speechOf(second.client),
      }),
      hearing: {
        start: (send) => void (hears = send),
        askEndOfTurn: () => void asked.push("askEndOfTurn"),
        reopen: () => void asked.push("reopen"),
        useSecond: () => void asked.push("useSecond"),
        close: async () => {},
      },
    },
  });
  const compared = compareSteps(handle, input);
  onTestFinished(async () => {
    handle.send({ type: "call.hungUp", by: "caller" });
    await after(50);
    for (const one of compared.taken) takenInCalls.add(one);
    compared.check();
  });

  /** Virtual time, in small steps, with room for streams between them. */
  async function after(ms: number): Promise<void> {
    await settled();
    for (let left = ms; left > 0; left -= 10) {
      vi.advanceTimersByTime(Math.min(10, left));
      await turnOfTheLoop();
    }
    await settled();
    compared.check();
  }
  /** What has been sent through streams and promises arrives. */
  async function settled(): Promise<void> {
    for (let turn = 0; turn < 12; turn++) await turnOfTheLoop();
  }
  const whereabouts = () => `${compared.events.slice(-12).join(" > ")}; ${handle.view().states.join(" ")}`;
  async function until(what: string, holds: () => boolean, ms = 5000): Promise<void> {
    await settled();
    for (let waited = 0; !holds(); waited += 5) {
      if (waited >= ms) throw new Error(`${what} did not come: ${whereabouts()}`);
      vi.advanceTimersByTime(5);
      await turnOfTheLoop();
    }
    await settled();
    compared.check();
  }
  return {
    handle,
    compared,
    chats,
    speeches,
    secondSpeeches: second.speeches,
    sink,
    line,
    outbox,
    edge,
    asked,
    after,
    settled,
    until,
    whereabouts,
    /** What the caller's side of the hearing tells, through the way that the call gave it. */
    hears: (event: CallEvent) => hears(event),
  };
}
