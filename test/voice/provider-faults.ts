/** Every fault of a provider, and a call's engines that have it; addresses at which there is nobody. */
import { OpenAI } from "openai";
import type { BehaviourInput } from "#src/local/behaviour.ts";
import type { LocalEngines } from "#src/local/server.ts";

type Section = keyof BehaviourInput & ("llm" | "tts" | "transcription" | "aura");
type Fault = NonNullable<NonNullable<BehaviourInput["tts"]>["faults"]>[number];

/** What strikes, and the short code in which it ends; `late` says which deadline ends it, where nothing else does. */
export interface ProviderFault {
  name: string;
  strikes: Fault | "refused" | "unknown";
  reason: string;
  late?: "first" | "middle";
}

const status = (name: string, status: number): ProviderFault => ({
  name,
  strikes: { kind: "status", status },
  reason: `status ${status}`,
});

export const providerFaults: readonly ProviderFault[] = [
  status("a rate limit", 429),
  status("a bad request", 400),
  status("an expired key", 401),
  status("a server's error", 500),
  status("a server that is overloaded", 503),
  { name: "a slow first byte", strikes: { kind: "slow", ms: 60_000 }, reason: "timeout", late: "first" },
  { name: "headers, and nothing more", strikes: { kind: "stall" }, reason: "timeout", late: "first" },
  { name: "a stall in the middle", strikes: { kind: "stallMidway" }, reason: "stalled", late: "middle" },
  { name: "what cannot be parsed", strikes: { kind: "malformed" }, reason: "malformed" },
  {
    name: "what has a strange shape",
    strikes: { kind: "malformed", how: "wrongShape" },
    reason: "malformed",
  },
  { name: "a dropped connection", strikes: { kind: "drop" }, reason: "connection" },
  { name: "a refused connection", strikes: "refused", reason: "connection" },
  { name: "a name that is not known any more", strikes: "unknown", reason: "connection" },
];

let calls = 0;

/** Where a provider with this fault is found. */
export function faultyProvider(engines: LocalEngines, section: Section, { strikes }: ProviderFault) {
  if (strikes === "refused") return { openai: "http://127.0.0.1:9/v1", deepgram: "ws://127.0.0.1:9" };
  if (strikes === "unknown")
    return { openai: "http://does-not-exist.invalid/v1", deepgram: "ws://does-not-exist.invalid" };
  const key = `faulty-${++calls}`;
  const quick = { llm: { firstTokenMs: 0 }, tts: { firstByteMs: 0 }, aura: { firstByteMs: 0 } };
  const behaviour: BehaviourInput = { ...quick, transcription: { latencyMs: 0 } };
  engines.call(key).configure({ ...behaviour, [section]: { ...behaviour[section], faults: [strikes] } });
  return { openai: engines.openaiUrl(key), deepgram: engines.deepgramUrl(key) };
}

export const openAIAt = (baseURL: string): OpenAI => new OpenAI({ apiKey: "none", baseURL, maxRetries: 0 });
