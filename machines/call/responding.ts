/** A reply is being prepared or said. Leaving this state is what cancels it: the model, the voice and the playout. */
import { announce } from "./announce.ts";
import { listenIn } from "./listen-in.ts";
import { goOnAfterBreak, onceReplyFailed, onceVoiceBroke, recover, sayGoodbye } from "./reply-transitions.ts";
import { callSetup } from "./setup.ts";
import { endpointing } from "./taking-turn.ts";
import { toolCalling } from "./tool-calling.ts";
import { turnWords } from "./words.ts";

const thinking = callSetup.createStateConfig({
  description: "It is our turn and nothing is to be heard: the next words of the reply are awaited.",
  tags: ["ours"],
  always: [...onceVoiceBroke, { guard: "toolPending", target: "toolCalling" }],
  on: {
    "playout.started": { target: "speaking", actions: "noteTalking" },
    "playout.finished": [
      goOnAfterBreak,
      { guard: "transferUnsaid", ...announce("transferring", "handOver") },
      { guard: "transferWanted", target: "#handedOff", actions: "raiseTransferTold" },
      sayGoodbye,
      { guard: "saidSomething", target: "#listening", actions: "forgetFailures" },
      { target: "#recovering" },
    ],
    "llm.started": { target: "thinking", reenter: true, actions: "forgetFillers" },
    "llm.toolCalled": { target: "toolCalling", actions: "queueTool" },
    "vad.speechStarted": { target: "interrupted", actions: "noteSpeechStarted" },
    "vad.speechEnded": { actions: "noteSpeechEnded" },
    "stt.final": { guard: "bringsLateWords", target: "#hearing", actions: "rememberWords" },
  },
  after: {
    FILLER: { guard: "mayFill", actions: ["playFiller", "noteFiller"] },
    THINK_DEADLINE: [{ guard: "modelAnswers", actions: "raiseModelLate" }, ...recover],
  },
});

const speaking = callSetup.createStateConfig({
  description: "The reply is being heard, and the rest of it still being made.",
  tags: ["audible", "ours"],
  always: { guard: "toolPending", target: "toolCalling" },
  on: {
    "llm.toolCalled": { target: "toolCalling", actions: "queueTool" },
    "playout.finished": [
      goOnAfterBreak,
      { guard: "transferWanted", target: "#handedOff", actions: "raiseTransferTold" },
      sayGoodbye,
      { guard: "murmurAnswers", target: "#responding", actions: ["endTurn", "answerMurmur"] },
      { target: "#listening", actions: "forgetFailures" },
    ],
    "provider.failed": [{ guard: "modelFailed", actions: "noteBrokeOff" }, ...onceReplyFailed],
    "playout.drained": { target: "thinking", actions: "noteDrained" },
    "vad.speechStarted": { target: "interrupted", actions: "noteSpeechStarted" },
    "vad.paused": { actions: "notePaused" },
    "vad.speechEnded": { actions: "noteSpeechEnded" },
    "stt.interim": { guard: "takesFloorLate", target: "#hearing", actions: "rememberWords" },
    "stt.final": { guard: "takesFloorLate", target: "#hearing", actions: "rememberWords" },
    "dtmf.pressed": { guard: "dials", target: "#listening" },
  },
  after: { SPEECH_LIMIT: "#listening" },
});

const interrupted = callSetup.createStateConfig({
  description: "The caller makes a sound over the reply, which is paused in the same step.",
  tags: ["hearing"],
  entry: ["pausePlayout", "forgetBargeIn"],
  always: { guard: "hasWords", target: "#hearing" },
  on: {
    "stt.interim": { guard: "takesFloor", target: "#hearing", actions: "rememberWords" },
    "stt.final": [
      { guard: "takesFloor", target: "#hearing", actions: "rememberWords" },
      { guard: "murmurs", actions: "noteMurmur" },
    ],
    "vad.paused": { actions: "notePaused" },
    "llm.toolCalled": { actions: "queueTool" },
    "playout.finished": { target: "#hearing" },
    "provider.failed": [
      { guard: "modelFailed", actions: "noteBrokeOff" },
      { guard: "replyFailed", actions: "noteVoiceFailed" },
    ],
  },
  after: {
    INTERRUPTION_LIMIT: [
      { guard: "talking", target: "#speaking", actions: "resumePlayout" },
      { target: "#thinking", actions: ["resumePlayout", "releaseReply"] },
    ],
  },
  initial: "voiced",
  states: {
    voiced: { ...listenIn.voiced, always: { guard: "callerSilent", target: "quiet" } },
    quiet: {
      ...listenIn.quiet,
      after: {
        FALSE_BARGE_IN: [
          { guard: "talking", target: "#speaking", actions: "resumePlayout" },
          { target: "#thinking", actions: ["resumePlayout", "releaseReply"] },
        ],
      },
    },
  },
});

export const responding = callSetup.createStateConfig({
  description: "A reply is being prepared or said.",
  entry: "beginReply",
  exit: "recordAgentTurn",
  // An instruction that was said while nobody could hear it comes before any answer.
  always: [
    { guard: "unheardWhileTalking", target: "#hearing" },
    { guard: "owesUnheard", target: "#listening" },
  ],
  invoke: {
    id: "utterance",
    src: "reply",
    input: ({ context }) => ({
      callId: context.callId,
      brain: context.brain,
      words: context.turnTaken ? "" : turnWords(context),
    }),
  },
  initial: "endpointing",
  on: {
    "provider.failed": [
      { guard: "modelFailed", target: "#responding", reenter: true, actions: "useNextBrain" },
      ...onceReplyFailed,
    ],
    "transfer.requested": [
      { guard: "askedByKey", ...announce("transferring", "handOver") },
      { actions: "noteTransferWanted" },
    ],
    "call.mustEnd": { actions: "noteMustEnd" },
    "silence.noticed": [
      { guard: "mayFill", actions: ["resumePlayout", "playFiller", "noteFiller"] },
      { guard: "modelAnswers", actions: "raiseModelLate" },
      ...recover,
    ],
  },
  states: {
    endpointing,
    thinking: { id: "thinking", ...thinking },
    toolCalling,
    speaking: { id: "speaking", ...speaking },
    interrupted: { id: "interrupted", ...interrupted },
  },
});
