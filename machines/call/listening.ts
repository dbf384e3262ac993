/** The caller has the floor, speaking or not. */
import { announce, toHuman, toTheEnd } from "./announce.ts";
import { callSetup } from "./setup.ts";

const completed = [{ guard: "completesWords", target: "#responding", actions: "rememberWords" }] as const;
/** The silence before a reply is prepared depends on the words. */
const again = { reenter: true, actions: "rememberWords" } as const;
const prepared = { guard: "hasWords", target: "#responding", actions: "notePrepared" } as const;

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
              { guard: "wordsStand", target: "#responding", actions: "notePaused" },
              { target: "paused", actions: "notePaused" },
            ],
            "vad.speechEnded": [
              { guard: "wordsStand", target: "#responding", actions: ["noteSpeechEnded", "askEndOfTurn"] },
              { target: "awaitingWords", actions: ["noteSpeechEnded", "askEndOfTurn"] },
            ],
            "stt.interim": { actions: "rememberWords" },
            "stt.final": { actions: "rememberWords" },
          },
        },
        paused: {
          description:
            "A tenth of a second of quiet; words of the turn are owed, or lead on to more: no reply is prepared yet.",
          on: {
            "vad.voiced": { target: "voiced", actions: "forgetEndOfTurn" },
            "vad.speechEnded": { target: "awaitingWords", actions: ["noteSpeechEnded", "askEndOfTurn"] },
            "eot.predicted": { actions: "noteEndOfTurn" },
            "stt.interim": [...completed, { guard: "bringsWords", target: "paused", ...again }],
            "stt.final": [...completed, { guard: "bringsWords", target: "paused", ...again }],
            "keypad.entered": { target: "#responding", actions: "rememberWords" },
          },
          after: { PREPARE: prepared, STT_DEADLINE: "awaitingWords" },
        },
        awaitingWords: {
          description: "The caller fell silent; words of the turn are owed, or lead on to more.",
          on: {
            "vad.speechStarted": { target: "voiced", actions: "noteSpeechStarted" },
            "eot.predicted": { actions: "noteEndOfTurn" },
            "stt.interim": [...completed, { guard: "bringsWords", target: "awaitingWords", ...again }],
            "stt.final": [...completed, { guard: "bringsWords", target: "awaitingWords", ...again }],
            "keypad.entered": { target: "#responding", actions: "rememberWords" },
          },
          after: {
            PREPARE: prepared,
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
