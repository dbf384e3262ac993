/** Which ears, brain and voice can be relied on. The first of each kind is tried again after a while, with the next request. */
import { callSetup } from "./setup.ts";
import type { Brain, Ears, Provider } from "./types.ts";

const failing = (provider: Provider) => ({ type: "failedProvider", params: { provider } }) as const;
const giving = (provider: Provider) => ({ type: "degradedProvider", params: { provider } }) as const;
const recovered = (provider: Provider) => ({ type: "recoveredProvider", params: { provider } }) as const;
const reporting = (provider: Provider, state: "degraded" | "down") =>
  ({ type: "sendProviderDegraded", params: { provider, state } }) as const;
const using = (brain: Brain) => ({ type: "useBrain", params: { brain } }) as const;
const hearingWith = (ears: Ears) => ({ type: "useEars", params: { ears } }) as const;

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
          on: { "provider.failed": { guard: failing("stt"), target: "reopened" } },
        },
        reopened: {
          description: "The recognizer failed and is opened anew, with the audio kept meanwhile.",
          entry: ["reopenRecognizer", reporting("stt", "degraded")],
          on: {
            "provider.recovered": { guard: recovered("stt"), target: "working" },
            "provider.failed": { guard: failing("stt"), target: "degraded" },
          },
        },
        degraded: {
          description: "The recognizer failed again: the second one is used, for a while.",
          entry: [hearingWith("second"), "useSecondRecognizer", reporting("stt", "degraded")],
          on: { "provider.failed": { guard: failing("stt"), target: "down" } },
          after: { PROVIDER_RETRY: "probing" },
        },
        probing: {
          description: "The first recognizer is tried again.",
          entry: [hearingWith("first"), "reopenRecognizer"],
          on: {
            "provider.recovered": { guard: recovered("stt"), target: "working" },
            "provider.failed": { guard: failing("stt"), target: "degraded" },
          },
        },
        down: {
          description: "Nothing that the caller says can be understood: only a human can.",
          entry: [reporting("stt", "down"), "raiseDeaf"],
          after: { PROVIDER_RETRY: "probing" },
        },
      },
    },
    llm: {
      description: "The brain.",
      initial: "working",
      states: {
        working: {
          description: "The model answers.",
          entry: using("model"),
          on: { "provider.failed": { guard: failing("llm"), target: "degraded" } },
        },
        degraded: {
          description: "The model failed: the second model answers, for a while.",
          entry: [using("secondModel"), reporting("llm", "degraded")],
          on: { "provider.failed": { guard: failing("llm"), target: "down" } },
          after: { PROVIDER_RETRY: "probing" },
        },
        probing: {
          description: "The model is tried again with the next turn.",
          entry: using("model"),
          on: {
            "provider.failed": { guard: failing("llm"), target: "degraded" },
            "provider.recovered": { guard: recovered("llm"), target: "working" },
          },
        },
        down: {
          description: "Both models failed: the intake script carries the call, for a while.",
          entry: [using("script"), reporting("llm", "down")],
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
          on: {
            "provider.degraded": { guard: giving("tts"), target: "degraded" },
            "provider.failed": { guard: failing("tts"), target: "down" },
          },
        },
        degraded: {
          description: "The first voice failed: the second one is used, for a while.",
          entry: ["useSecondVoice", reporting("tts", "degraded")],
          on: {
            "provider.recovered": { guard: recovered("tts"), target: "working" },
            "provider.failed": { guard: failing("tts"), target: "down" },
          },
          after: { PROVIDER_RETRY: "probing" },
        },
        probing: {
          description: "The first voice is tried again with the next sentence.",
          entry: "useFirstVoice",
          on: {
            "provider.recovered": { guard: recovered("tts"), target: "working" },
            "provider.degraded": { guard: giving("tts"), target: "degraded" },
            "provider.failed": { guard: failing("tts"), target: "down" },
          },
        },
        down: {
          description: "Neither voice could say a sentence; cached phrases still can be said.",
          entry: reporting("tts", "down"),
          on: { "provider.recovered": { guard: recovered("tts"), target: "working" } },
          after: { PROVIDER_RETRY: "probing" },
        },
      },
    },
    way: {
      description: "The way to the caller: open again as soon as something was heard to its end.",
      on: { "playout.finished": { actions: "forgetMute" } },
    },
  },
});
