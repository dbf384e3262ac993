/** Who has the floor: the caller, the agent, or the agent preparing to speak. */
import { listenIn } from "./listen-in.ts";
import { responding } from "./responding.ts";
import { callSetup } from "./setup.ts";

/** Not even cached audio can be played: only a human is left. */
const voiceFails = { type: "failedProvider", params: { provider: "tts" } } as const;

const announcing = callSetup.createStateConfig({
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
      on: {
        "playout.started": { actions: "noteAudible" },
        "vad.speechStarted": { target: "interrupted", actions: "noteSpeechStarted" },
        "vad.paused": { actions: "notePaused" },
        "vad.speechEnded": { actions: "noteSpeechEnded" },
        "stt.interim": { guard: "isForLater", actions: "rememberWords" },
        "stt.final": { guard: "isForLater", actions: "rememberWords" },
      },
      after: { SPEECH_LIMIT: "#listening" },
    },
    interrupted: {
      description: "The caller makes a sound over the phrase, which is paused.",
      entry: "pausePlayout",
      after: { INTERRUPTION_LIMIT: { target: "#announcementPlaying", actions: "resumePlayout" } },
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
          after: { FALSE_BARGE_IN: { target: "#announcementPlaying", actions: "resumePlayout" } },
        },
      },
    },
  },
  on: {
    "playout.finished": [
      { guard: "anotherHazardOwed", target: "#announcing", reenter: true, actions: "announceNextHazard" },
      { guard: "endsCallInSilence", target: "#call.ended", actions: ["hangUp", "dispatchUnfinished"] },
      { guard: "endsCall", target: "#call.ended", actions: "hangUp" },
      { guard: "handsOver", target: "#handedOff", actions: "raiseTransferTold" },
      {
        guard: "asksConsentNext",
        target: "#announcing",
        reenter: true,
        actions: { type: "announce", params: { phrase: "askConsent", afterwards: "listen" } },
      },
      { guard: "replyOwed", target: "#responding", actions: "answerTakenTurn" },
      { guard: "hasUnansweredWords", target: "#responding" },
      { guard: "callerTalking", target: "#hearing" },
      { target: "#listening" },
    ],
    "provider.failed": { guard: voiceFails, target: "#handedOff", actions: "raiseTransferTold" },
  },
});

const listening = callSetup.createStateConfig({
  description: "The caller has the floor.",
  tags: ["hearing"],
  entry: "endTurn",
  initial: "silent",
  states: {
    silent: {
      description: "Nobody speaks.",
      always: [
        {
          guard: "transferWanted",
          target: "#announcing",
          actions: { type: "announce", params: { phrase: "transferring", afterwards: "handOver" } },
        },
        { guard: "hasUnansweredWords", target: "#responding" },
      ],
      on: {
        "vad.speechStarted": { target: "hearing", actions: "noteSpeechStarted" },
        "stt.interim": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
        "stt.final": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
      },
      after: {
        GOODBYE: {
          guard: "mayClose",
          target: "#announcing",
          actions: { type: "announce", params: { phrase: "goodbye", afterwards: "end" } },
        },
        REPROMPT: [
          { guard: "onHold", target: "#listening", reenter: true },
          { guard: "mayReprompt", target: "#announcing", actions: "announceReprompt" },
          {
            guard: "canBeCalledBack",
            target: "#announcing",
            actions: [
              "noteSilentEnd",
              { type: "announce", params: { phrase: "promiseCallBack", afterwards: "end" } },
            ],
          },
          {
            target: "#announcing",
            actions: { type: "announce", params: { phrase: "transferring", afterwards: "handOver" } },
          },
        ],
      },
    },
    hearing: {
      id: "hearing",
      description: "The caller speaks.",
      initial: "voiced",
      states: {
        voiced: {
          description: "Voice is heard.",
          always: [
            { guard: "hasUnansweredWords", target: "#responding" },
            { guard: "callerSilent", target: "awaitingWords" },
          ],
          after: { NOISE_LIMIT: { target: "#recovering", actions: "restartNoise" } },
          on: {
            "vad.paused": [
              { guard: "hasWords", target: "#responding", actions: ["notePaused", "askEndOfTurn"] },
              { target: "paused", actions: ["notePaused", "askEndOfTurn"] },
            ],
            "vad.speechEnded": [
              { guard: "hasWords", target: "#responding", actions: ["noteSpeechEnded", "askEndOfTurn"] },
              { target: "awaitingWords", actions: ["noteSpeechEnded", "askEndOfTurn"] },
            ],
            "stt.interim": { actions: "rememberWords" },
            "stt.final": { actions: "rememberWords" },
          },
        },
        paused: {
          description: "A tenth of a second of quiet, and no words of the turn have come yet.",
          on: {
            "vad.voiced": { target: "voiced", actions: "forgetEndOfTurn" },
            "vad.speechEnded": { target: "awaitingWords", actions: "noteSpeechEnded" },
            "eot.predicted": { actions: "noteEndOfTurn" },
            "stt.interim": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
            "stt.final": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
          },
        },
        awaitingWords: {
          description: "The caller fell silent; the recognizer owes us the words.",
          on: {
            "vad.speechStarted": { target: "voiced", actions: "noteSpeechStarted" },
            "eot.predicted": { actions: "noteEndOfTurn" },
            "stt.interim": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
            "stt.final": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
          },
          after: {
            STT_DEADLINE: [
              {
                guard: "deafTooOften",
                target: "#announcing",
                actions: { type: "announce", params: { phrase: "allSystemsDown", afterwards: "handOver" } },
              },
              { guard: "spokeForLong", target: "#recovering", actions: "reopenRecognizer" },
              { target: "#listening" },
            ],
          },
        },
      },
    },
  },
});

const recovering = callSetup.createStateConfig({
  description: "Something of ours failed: the caller is told so from cached audio, and asked again.",
  tags: ["audible"],
  entry: ["countFailure", "endTurn"],
  exit: "recordAgentTurn",
  invoke: {
    id: "utterance",
    src: "phrase",
    input: ({ context }) => ({ callId: context.callId, phrase: "apology" as const }),
  },
  on: {
    "playout.finished": [{ guard: "callerTalking", target: "#hearing" }, { target: "#listening" }],
    "vad.speechStarted": { target: "#hearing", actions: ["pausePlayout", "noteSpeechStarted"] },
    "vad.speechEnded": { actions: "noteSpeechEnded" },
    "stt.interim": { actions: "rememberWords" },
    "stt.final": { actions: "rememberWords" },
    "provider.failed": { guard: voiceFails, target: "#handedOff", actions: "raiseTransferTold" },
  },
  after: { SPEECH_LIMIT: "#listening" },
});

const handedOff = callSetup.createStateConfig({
  description: "A human is being reached, or has the call; the agent keeps silent.",
  tags: ["human"],
  entry: ["endTurn", "forgetTransfer"],
  on: {
    "safety.owed": {},
    "transfer.requested": {},
    "transfer.failed": [
      { guard: "somethingOwed", target: "#announcing", actions: "announceHazard" },
      {
        target: "#announcing",
        actions: { type: "announce", params: { phrase: "nobodyAnswered", afterwards: "listen" } },
      },
    ],
    "vad.speechStarted": { actions: "noteSpeechStarted" },
    "vad.speechEnded": { actions: "noteSpeechEnded" },
  },
});

export const turn = callSetup.createStateConfig({
  description: "Who has the floor.",
  initial: "announcing",
  on: {
    "safety.owed": { target: ".announcing", actions: ["noteReplyOwed", "announceHazard"] },
    "transfer.requested": [
      {
        guard: "nothingOwed",
        target: ".announcing",
        actions: { type: "announce", params: { phrase: "transferring", afterwards: "handOver" } },
      },
      { actions: "noteTransferWanted" },
    ],
    "call.endRequested": { guard: "mayEnd", actions: "noteEndWanted" },
  },
  states: {
    announcing: { id: "announcing", ...announcing },
    listening: { id: "listening", ...listening },
    responding: { id: "responding", ...responding },
    recovering: { id: "recovering", ...recovering },
    handedOff: { id: "handedOff", ...handedOff },
  },
});
