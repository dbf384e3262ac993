/** A fixed phrase is said from cached audio. */
import { announce } from "./announce.ts";
import { listenIn } from "./listen-in.ts";
import { callSetup } from "./setup.ts";

/** Not even cached audio can be played: only a human is left. */
export const voiceFails = { type: "failedProvider", params: { provider: "tts" } } as const;

/** Cached audio needs nobody: if it is not heard, the way to the caller is stuck. */
export const onceSilent = [
  { guard: "silentForLong", target: "#handedOff", actions: ["noteMute", "raiseTransferTold"] },
  { actions: "resumePlayout" },
] as const;

export const announcing = callSetup.createStateConfig({
  description:
    "A fixed phrase is said from cached audio: the greeting, a reprompt, a safety instruction, a goodbye.",
  tags: ["audible"],
  entry: "endTurn",
  exit: "recordAgentTurn",
  invoke: {
    id: "utterance",
    src: "phrase",
    input: ({ context }) => ({ callId: context.callId, phrase: context.announcement.phrase }),
  },
  initial: "playing",
  states: {
    playing: {
      id: "announcementPlaying",
      description: "The phrase is being heard.",
      tags: ["ours"],
      on: {
        "vad.speechStarted": { target: "interrupted", actions: "noteSpeechStarted" },
        "vad.paused": { actions: "notePaused" },
        "vad.speechEnded": { actions: "noteSpeechEnded" },
        "stt.interim": { guard: "isForLater", actions: "rememberWords" },
        "stt.final": [
          { guard: "isForLater", actions: "rememberWords" },
          { guard: "takesFloorLate", target: "#hearing", actions: "rememberWords" },
        ],
        "silence.noticed": [...onceSilent],
      },
      after: {
        SPEECH_LIMIT: [
          { guard: "somethingOwed", target: "#handedOff", actions: "raiseTransferTold" },
          { target: "#listening" },
        ],
      },
    },
    interrupted: {
      description: "The caller makes a sound over the phrase, which is paused.",
      entry: "pausePlayout",
      after: { INTERRUPTION_LIMIT: { target: "#announcementPlaying", actions: "resumeClause" } },
      on: {
        "vad.paused": { actions: "notePaused" },
        "stt.interim": [
          { guard: "takesFloor", target: "#hearing", actions: "rememberWords" },
          { guard: "isForLater", actions: "rememberWords" },
        ],
        "stt.final": [
          { guard: "takesFloor", target: "#hearing", actions: "rememberWords" },
          { guard: "isForLater", actions: "rememberWords" },
        ],
      },
      initial: "voiced",
      states: {
        voiced: listenIn.voiced,
        quiet: {
          ...listenIn.quiet,
          after: { FALSE_BARGE_IN: { target: "#announcementPlaying", actions: "resumeClause" } },
        },
      },
    },
  },
  on: {
    "playout.finished": [
      { guard: "instructionUnheard", target: "#listening" },
      { guard: "anotherHazardOwed", target: "#announcing", reenter: true, actions: "announceNextHazard" },
      { guard: "endsCallUnfinished", target: "#call.ended", actions: ["hangUp", "dispatchUnfinished"] },
      { guard: "endsCall", target: "#call.ended", actions: "hangUp" },
      { guard: "handsOver", target: "#handedOff", actions: "raiseTransferTold" },
      {
        guard: "asksConsentNext",
        ...announce("askConsent", "listen"),
        reenter: true,
      },
      { guard: "replyOwed", target: "#responding", actions: "answerTakenTurn" },
      { guard: "hasUnansweredWords", target: "#responding" },
      { guard: "callerTalking", target: "#hearing" },
      { target: "#listening" },
    ],
    "provider.failed": {
      guard: voiceFails,
      target: "#handedOff",
      actions: ["noteMute", "raiseTransferTold"],
    },
    "dtmf.pressed": { guard: "dialsOverPhrase", target: "#listening" },
  },
});
