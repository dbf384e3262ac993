/** Which ears, brain and voice can be relied on. */
import { callSetup } from "./setup.ts";
import type { Provider } from "./types.ts";

const failing = (provider: Provider) => ({ type: "failedProvider", params: { provider } }) as const;
const recovered = (provider: Provider) => ({ type: "recoveredProvider", params: { provider } }) as const;
const degraded = (provider: Provider) => ({ type: "sendProviderDegraded", params: { provider } }) as const;

export const health = callSetup.createStateConfig({
  description: "Which providers can be relied on.",
  type: "parallel",
  states: {
    stt: {
      description: "The ears.",
      initial: "working",
      states: {
        working: {
          description: "Speech is recognized.",
          on: { "provider.failed": { guard: failing("stt"), target: "degraded" } },
        },
        degraded: {
          description: "The recognizer failed and is being opened anew.",
          entry: ["keepInterim", "reopenRecognizer", degraded("stt")],
          on: {
            "provider.recovered": { guard: recovered("stt"), target: "working" },
            "provider.failed": { guard: failing("stt"), target: "down" },
          },
        },
        down: {
          description: "The recognizer failed again; it is tried from time to time.",
          on: { "provider.recovered": { guard: recovered("stt"), target: "working" } },
          after: { PROVIDER_RETRY: "degraded" },
        },
      },
    },
    llm: {
      description: "The brain.",
      initial: "working",
      states: {
        working: {
          description: "The model answers.",
          entry: { type: "useBrain", params: { brain: "model" } },
          on: { "provider.failed": { guard: failing("llm"), target: "degraded" } },
        },
        degraded: {
          description: "The model failed: the intake script answers, for a while.",
          entry: [{ type: "useBrain", params: { brain: "script" } }, degraded("llm")],
          after: { PROVIDER_RETRY: "probing" },
        },
        probing: {
          description: "The model is tried again with the next turn.",
          entry: { type: "useBrain", params: { brain: "model" } },
          on: {
            "provider.failed": { guard: failing("llm"), target: "down" },
            "provider.recovered": { guard: recovered("llm"), target: "working" },
          },
        },
        down: {
          description: "The model failed again: the intake script carries the call.",
          entry: { type: "useBrain", params: { brain: "script" } },
          after: { PROVIDER_RETRY: "probing" },
        },
      },
    },
    tts: {
      description: "The voice.",
      initial: "working",
      states: {
        working: {
          description: "Sentences are synthesized.",
          on: { "provider.failed": { guard: failing("tts"), target: "degraded" } },
        },
        degraded: {
          description: "A sentence could not be synthesized; cached phrases still can be said.",
          entry: degraded("tts"),
          on: {
            "provider.recovered": { guard: recovered("tts"), target: "working" },
            "provider.failed": { guard: failing("tts"), target: "down" },
          },
        },
        down: {
          description: "Only cached phrases can be said.",
          on: { "provider.recovered": { guard: recovered("tts"), target: "working" } },
        },
      },
    },
  },
});
