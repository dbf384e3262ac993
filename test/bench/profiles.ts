/** How fast the providers are of whom a run tells. */
import type { BehaviourInput } from "#src/local/behaviour.ts";
import { floorOf } from "./floor.ts";
import type { Profile, ProfileName, Spread } from "./result.ts";

/** Of words to tokens at so many a second, and of speech that comes faster than it is heard, whoever the provider is. */
const perTokenMs = 15;
const timesRealTime = 10;

type Latencies = Pick<Profile, "description" | "stt" | "llm" | "tts">;

const always = (ms: number): Spread => ({ p50: ms, p95: ms });

const profiles: Record<ProfileName, Latencies> = {
  seed: {
    description:
      "Half a second for each of the three, as the system was planned with that this one replaces.",
    stt: always(500),
    llm: always(500),
    tts: always(500),
  },
  measured: {
    description:
      "Deepgram nova-3 and GPT-4o as they were measured, lognormal through p50 and p95; those of the speech are assumed.",
    stt: { p50: 247, p95: 298 },
    llm: { p50: 546, p95: 1_369 },
    tts: { p50: 300, p95: 600 },
  },
  fast: {
    description: "Providers that are near and idle.",
    stt: always(200),
    llm: always(300),
    tts: always(150),
  },
};

export function profileOf(name: ProfileName): Profile {
  const latencies = profiles[name];
  return { name, ...latencies, perTokenMs, floor: floorOf({ ...latencies, perTokenMs }) };
}

/** No word is shown by an interim sooner than a final would show it: nobody gets words for nothing. */
export function behaviourOf({ stt, llm, tts, perTokenMs }: Profile): BehaviourInput {
  return {
    stt: { interimMs: stt, finalMs: stt },
    llm: { firstTokenMs: llm, perTokenMs },
    tts: { firstByteMs: tts, timesRealTime },
    aura: { firstByteMs: tts, timesRealTime },
    transcription: { latencyMs: stt },
  };
}
