/** The caller has the floor, speaking or not. */
import { announce, toHuman, toTheEnd } from "./announce.ts";
import { callSetup } from "./setup.ts";

export const listening = callSetup.createStateConfig({
  description: "The caller has the floor.",
  tags: ["hearing"],
  entry: "endTurn",
  initial: "silent",
  states: {
    silent: {
      description: "Nobody speaks.",
      always: [
        { guard: "mustEnd", ...toTheEnd },
        {
          guard: "transferWanted",
          ...announce("transferring", "handOver"),
        },
        { guard: "timeShort", ...announce("timeShort", "listen") },
        { guard: "hasNews", target: "#announcing", actions: "announceNews" },
        { guard: "hasWordsToAnswer", target: "#responding" },
      ],
      on: {
        "vad.speechStarted": { target: "hearing", actions: "noteSpeechStarted" },
        "stt.interim": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
        "stt.final": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
        "keypad.entered": { guard: "bringsWords", target: "#responding", actions: "rememberWords" },
        "dtmf.pressed": { guard: "dials", target: "#listening", reenter: true },
      },
      after: {
        GOODBYE: {
          guard: "mayClose",
          ...announce("goodbye", "end"),
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
            ...announce("transferring", "handOver"),
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
          after: { STT_DEADLINE: "awaitingWords" },
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
                ...toHuman,
              },
              { guard: "spokeForLong", target: "#recovering", actions: "raiseEarsDeaf" },
              { target: "#listening" },
            ],
          },
        },
      },
    },
  },
});
