/** The call: ringing, live, ended. Nine regions of `live` decide, side by side, everything that the caller hears. */
import { opening } from "./announce.ts";
import { dispatch } from "./dispatch.ts";
import { health } from "./health.ts";
import { intake } from "./intake.ts";
import { keypad } from "./keypad.ts";
import { length } from "./length.ts";
import { line } from "./line.ts";
import { outcomeOf } from "./outcome.ts";
import { recording } from "./recording.ts";
import { safety } from "./safety.ts";
import { callSetup } from "./setup.ts";
import { heardWords } from "./taking-turn.ts";
import { turn } from "./turn.ts";

export const callMachine = callSetup.createMachine({
  id: "call",
  description: "One emergency call, from the first ring to the end.",
  initial: "ringing",
  context: ({ input }) => ({
    ...input,
    finals: "",
    interim: "",
    finalAt: 0,
    wordsAt: 0,
    taken: "",
    takenAt: 0,
    murmur: "",
    answering: "",
    turnTaken: false,
    callerSilent: true,
    speechStartedAt: 0,
    voicedUntil: 0,
    now: 0,
    expects: "story",
    brain: "model",
    ears: "first",
    announcement: opening(input),
    pendingTools: [],
    talking: false,
    bargedIn: false,
    brokeOff: false,
    voiceFailed: false,
    fillers: 0,
    reprompts: 0,
    failures: 0,
    mute: 0,
    transferWanted: false,
    rung: 0,
    hazards: [],
    owed: [],
    evacuating: false,
    evacuated: false,
    replyOwed: false,
    onHold: false,
    keys: "",
    timeShort: false,
    mustEnd: false,
    facts: {},
    dispatched: false,
    asked: 0,
    withHuman: false,
  }),
  states: {
    ringing: {
      description: "The call has reached us and has not been answered.",
      on: {
        "call.answered": { target: "live", actions: "noteTime" },
        "call.hungUp": { target: "ended", actions: "noteHungUp" },
      },
      after: { RING_LIMIT: "ended" },
    },
    live: {
      description: "The caller is on the line.",
      type: "parallel",
      entry: ["sendCallInitiated", "startHearing"],
      on: {
        "call.hungUp": [
          {
            guard: "leftUnfinished",
            target: "ended",
            actions: [heardWords, "noteHungUp", "dispatchUnfinished"],
          },
          { target: "ended", actions: [heardWords, "noteHungUp"] },
        ],
      },
      states: { turn, safety, intake, dispatch, line, keypad, length, health, recording },
    },
    ended: {
      description: "The call is over.",
      type: "final",
      entry: "sendCallEnded",
    },
  },
  output: ({ context }) => ({ outcome: outcomeOf(context) }),
});
