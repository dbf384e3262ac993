/** Who has the floor: the caller, the agent, or the agent preparing to speak. */
import { announce } from "./announce.ts";
import { announcing, onceSilent, voiceFails } from "./announcing.ts";
import { listening } from "./listening.ts";
import { responding } from "./responding.ts";
import { callSetup } from "./setup.ts";

const recovering = callSetup.createStateConfig({
  description: "Something of ours failed: the caller is told so from cached audio, and asked again.",
  tags: ["audible", "ours"],
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
    "provider.failed": {
      guard: voiceFails,
      target: "#handedOff",
      actions: ["noteMute", "raiseTransferTold"],
    },
    "silence.noticed": [...onceSilent],
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
    "transfer.next": [
      { guard: "somethingOwed", target: "#announcing", actions: ["noteTransferWanted", "announceHazard"] },
      { ...announce("tryingNext", "handOver") },
    ],
    "transfer.failed": [
      { guard: "muteAndNobodySent", target: "#call.ended", actions: ["hangUp", "dispatchUnfinished"] },
      { guard: "muteTooOften", target: "#call.ended", actions: "hangUp" },
      { guard: "somethingOwed", target: "#announcing", actions: "announceHazard" },
      { guard: "refused", target: "#announcing", actions: "announceRefusal" },
      { guard: "mustEnd", ...announce("timeOver", "end") },
      {
        ...announce("nobodyAnswered", "listen"),
      },
    ],
    "call.mustEnd": { actions: "noteMustEnd" },
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
        ...announce("transferring", "handOver"),
      },
      { actions: "noteTransferWanted" },
    ],
    "call.mustEnd": [
      { guard: "nothingOwed", target: "#announcing", actions: ["noteMustEnd", "announceEnd"] },
      { actions: "noteMustEnd" },
    ],
    "keypad.entered": { actions: "rememberWords" },
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
