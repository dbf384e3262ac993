/** Is the turn over? The reply is prepared meanwhile. */
import { callSetup } from "./setup.ts";
import type { CallContext } from "./types.ts";
import { turnWords } from "./words.ts";

export const heardWords = {
  type: "recordTenantTurn",
  params: ({ context }: { context: CallContext }) => ({ text: turnWords(context) }),
} as const;
/** The floor changes hands: the caller's words are recorded, other regions told, the prepared reply let go. */
const takeFloor = [heardWords, "raiseTurnTaken", "takeTurn", "releaseReply"] as const;

export const endpointing = callSetup.createStateConfig({
  description:
    "The caller fell silent, perhaps only for breath: the reply is prepared, and nothing of it leaves us.",
  tags: ["hearing", "speculative"],
  on: {
    "vad.voiced": { target: "#hearing", actions: "forgetEndOfTurn" },
    "vad.speechStarted": { target: "#hearing", actions: ["noteSpeechStarted", "forgetEndOfTurn"] },
    "stt.interim": [
      { guard: "saysMore", target: "#responding", actions: "rememberWords" },
      { actions: "rememberWords" },
    ],
    "stt.final": [
      { guard: "saysMore", target: "#responding", actions: "rememberWords" },
      { actions: "rememberWords" },
    ],
    "keypad.entered": { target: "#responding", actions: "rememberWords" },
    "llm.toolCalled": { actions: "queueTool" },
    "provider.failed": [
      { guard: "modelFailed", target: "#responding", actions: "useNextBrain" },
      { guard: "replyFailed", actions: "noteVoiceFailed" },
    ],
  },
  initial: "paused",
  states: {
    paused: {
      description: "A tenth of a second of quiet; the detector has not given up on the voice yet.",
      always: [
        // Not let go before the caller is silent: a reply that begins in this very step is not there yet to be paused.
        { guard: "turnTakenOver", target: "#interrupted" },
        { guard: "turnTaken", target: "#thinking", actions: "releaseReply" },
        { guard: "callerSilent", target: "settling" },
      ],
      on: {
        "eot.predicted": { actions: "noteEndOfTurn" },
        "vad.speechEnded": { target: "settling", actions: ["noteSpeechEnded", "askEndOfTurn"] },
      },
      after: { STT_DEADLINE: "settling" },
    },
    settling: {
      description: "The voice is gone; the rest of the silence that ends this turn runs.",
      on: {
        "eot.predicted": { target: "settling", reenter: true, actions: "noteEndOfTurn" },
        "stt.final": [
          { guard: "saysMore", target: "#responding", actions: "rememberWords" },
          { target: "settling", reenter: true, actions: "rememberWords" },
        ],
      },
      after: {
        ENDPOINT: [
          {
            guard: "wordsAreFinal",
            target: "#thinking",
            actions: [...takeFloor],
          },
          { target: "awaitingFinal" },
        ],
      },
    },
    awaitingFinal: {
      description: "The turn is over; the recognizer may still correct its last words.",
      on: {
        "stt.final": [
          { guard: "saysMore", target: "#responding", actions: "rememberWords" },
          {
            target: "#thinking",
            actions: ["rememberWords", ...takeFloor],
          },
        ],
      },
      after: {
        FINAL_DEADLINE: {
          target: "#thinking",
          actions: [...takeFloor],
        },
      },
    },
  },
});
