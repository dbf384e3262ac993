/** What providers do to a call, and what the caller must hear: each row is one whole call on real audio. */
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { persona, steps, type Speaks } from "./callers.ts";

export interface Fault {
  name: string;
  /** How the stand-ins of the vendors behave. */
  engines: BehaviourInput;
  line?: { transfer: "answers" | "nobody" };
  caller: Speaks;
  /** In a few words, for the table. */
  heard: string;
  reported: "nothing" | "provider_degraded" | "hazard_detected";
  /** As in a scenario's `expect`. */
  expect: readonly object[];
}

const always = (fault: object) => [fault as never];
const down = { kind: "status", status: 503 };
const agentSays = (contains: string) => ({ said: { speaker: "agent", contains } });
const goesOn = agentSays("address");
const toHuman = { transferredTo: "+15555550111" };
const degraded = "provider_degraded";

export const faults: readonly Fault[] = [
  {
    name: "STT: the socket drops in the middle of the call",
    engines: { stt: { faults: always({ kind: "drop", to: 1 }) } },
    caller: steps,
    heard: "The sentence is heard again from the audio that was kept.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "STT: the socket works and stays deaf",
    engines: { stt: { faults: always({ kind: "silent", to: 1 }) } },
    caller: steps,
    heard: "An apology; the words are there when it ends.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "STT: the socket stalls after it has opened",
    engines: { stt: { faults: always({ kind: "stall", to: 1 }) } },
    caller: steps,
    heard: "An apology; the words are there when it ends.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "STT: an expired key (401)",
    engines: { stt: { faults: always({ kind: "status", status: 401 }) } },
    caller: steps,
    heard: "The second recognizer understands; every turn takes about a second longer.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "STT: status 503 at every upgrade",
    engines: { stt: { faults: always(down) } },
    caller: steps,
    heard: "The second recognizer understands; every turn takes about a second longer.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "STT: finals come two seconds late",
    engines: { stt: { finalMs: 2250 } },
    caller: steps,
    heard: "The answer, from the words that were sure enough.",
    reported: "nothing",
    expect: [goesOn],
  },
  {
    name: "STT: frames that cannot be parsed",
    engines: { stt: { faults: always({ kind: "malformed", frames: 3 }) } },
    caller: steps,
    heard: "The answer: strange frames are passed over.",
    reported: "nothing",
    expect: [goesOn],
  },
  {
    name: "STT: both recognizers down",
    engines: { stt: { faults: always(down) }, transcription: { faults: always(down) } },
    caller: persona,
    heard: "That a person is being called, and the person.",
    reported: degraded,
    expect: [toHuman],
  },
  {
    name: "LLM: status 500",
    engines: { llm: { faults: always({ kind: "status", status: 500, model: "gpt-4o" }) } },
    caller: steps,
    heard: "The answer, by the second model.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "LLM: rate limited (429)",
    engines: { llm: { faults: always({ kind: "status", status: 429, model: "gpt-4o" }) } },
    caller: steps,
    heard: "The answer, by the second model.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "LLM: an expired key (401), so both models",
    engines: { llm: { faults: always({ kind: "status", status: 401 }) } },
    caller: steps,
    heard: "The answer, by the intake script.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "LLM: headers, and not one token, from both models",
    engines: { llm: { faults: always({ kind: "stall" }) } },
    caller: steps,
    heard: "Fillers, then the answer by the intake script.",
    reported: degraded,
    expect: [goesOn, { fillerHeard: true }],
  },
  {
    name: "LLM: the stream stalls in the middle",
    engines: { llm: { faults: always({ kind: "stallMidway", model: "gpt-4o" }) } },
    caller: steps,
    heard: "What had come, a filler, and the answer by the second model.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "LLM: the connection breaks in the middle",
    engines: { llm: { faults: always({ kind: "drop", model: "gpt-4o" }) } },
    caller: steps,
    heard: "What had come, and the answer by the second model.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "LLM: a chunk that cannot be parsed",
    engines: { llm: { faults: always({ kind: "malformed", model: "gpt-4o" }) } },
    caller: steps,
    heard: "The answer, by the second model.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "LLM: the first token takes 2.5 s",
    engines: { llm: { firstTokenMs: 2500 } },
    caller: steps,
    heard: "A filler, then the answer.",
    reported: "nothing",
    expect: [goesOn, { fillerHeard: true }],
  },
  {
    name: "TTS: status 500",
    engines: { tts: { faults: always({ kind: "status", status: 500 }) } },
    caller: steps,
    heard: "The answer, in the second voice.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "TTS: rate limited (429)",
    engines: { tts: { faults: always({ kind: "status", status: 429 }) } },
    caller: steps,
    heard: "The answer, in the second voice.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "TTS: the first byte takes 4 s",
    engines: { tts: { faults: always({ kind: "slow", ms: 4000 }) } },
    caller: steps,
    heard: "A filler, then the answer in the second voice.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "TTS: the audio stalls in the middle of a sentence",
    engines: { tts: { faults: always({ kind: "stallMidway", to: 2 }) } },
    caller: steps,
    heard: "The rest of the sentence, in the second voice.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "TTS: the connection breaks in the middle of a sentence",
    engines: { tts: { faults: always({ kind: "drop", to: 2 }) } },
    caller: steps,
    heard: "The rest of the sentence, in the second voice.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "TTS: a web page where audio was due",
    engines: { tts: { faults: always({ kind: "malformed" }) } },
    caller: steps,
    heard: "The answer, in the second voice.",
    reported: degraded,
    expect: [goesOn],
  },
  {
    name: "TTS: both voices down",
    engines: { tts: { faults: always(down) }, aura: { faults: always(down) } },
    caller: persona,
    heard: "An apology from cached audio, then that a person is being called, and the person.",
    reported: degraded,
    expect: [toHuman],
  },
  {
    name: "Everything down: STT, LLM and TTS, all of them",
    engines: {
      stt: { faults: always(down) },
      transcription: { faults: always(down) },
      llm: { faults: always(down) },
      tts: { faults: always(down) },
      aura: { faults: always(down) },
    },
    caller: persona,
    heard: "That a person is being called, and the person.",
    reported: degraded,
    expect: [toHuman],
  },
  {
    name: "A hazard, with every model and voice down",
    engines: {
      llm: { faults: always(down) },
      tts: { faults: always(down) },
      aura: { faults: always(down) },
    },
    caller: { script: [{ say: "I smell gas in my kitchen." }, { silent: true }] },
    heard: "The instruction at once, from cached audio.",
    reported: "hazard_detected",
    expect: [
      { hazardAnsweredFirst: { category: "gas", contains: "Leave the building now" } },
      { outcome: "evacuated" },
    ],
  },
];
