/** A reply is being prepared or said. Leaving this state is what cancels it: the model, the voice and the playout. */
import { listenIn } from "./listen-in.ts";
import { callSetup } from "./setup.ts";
import type { Afterwards, CallContext, PhraseName } from "./types.ts";
import { turnWords } from "./words.ts";

const byScript = { type: "useBrain", params: { brain: "script" } } as const;
const announcing = (phrase: PhraseName, afterwards: Afterwards) =>
  ({ target: "#announcing", actions: { type: "announce", params: { phrase, afterwards } } }) as const;

const goOnByScript = { guard: "brokeOff", target: "#responding", actions: byScript } as const;
const sayGoodbye = { guard: "endWanted", ...announcing("goodbye", "end") } as const;

const toHuman = announcing("allSystemsDown", "handOver");
const recover = [{ guard: "failedTooOften", ...toHuman }, { target: "#recovering" }] as const;
const onceVoiceBroke = [
  { guard: "voiceBrokeTooOften", ...toHuman },
  { guard: "voiceBroke", target: "#recovering" },
] as const;
const onceReplyFailed = [
  { guard: "replyFailedTooOften", ...toHuman },
  { guard: "replyFailed", target: "#recovering" },
] as const;

export const heardWords = {
  type: "recordTenantTurn",
  params: ({ context }: { context: CallContext }) => ({ text: turnWords(context) }),
} as const;
/** The floor changes hands: the caller's words are recorded, other regions told, the prepared reply let go. */
const takeFloor = [heardWords, "raiseTurnTaken", "takeTurn", "releaseReply"] as const;

const endpointing = callSetup.createStateConfig({
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
    "llm.toolCalled": { actions: "queueTool" },
    "provider.failed": [
      { guard: "modelFailed", target: "#responding", actions: byScript },
      { guard: "replyFailed", actions: "noteVoiceFailed" },
    ],
  },
  initial: "paused",
  states: {
    paused: {
      description: "A tenth of a second of quiet; the detector has not given up on the voice yet.",
      always: [
        { guard: "turnTakenOver", target: "#interrupted", actions: "releaseReply" },
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

const thinking = callSetup.createStateConfig({
  description: "It is our turn and nothing is to be heard: the next words of the reply are awaited.",
  always: [...onceVoiceBroke, { guard: "toolPending", target: "toolCalling" }],
  on: {
    "playout.started": { target: "speaking", actions: "noteAudible" },
    "playout.finished": [
      goOnByScript,
      { guard: "transferUnsaid", ...announcing("transferring", "handOver") },
      { guard: "transferWanted", target: "#handedOff", actions: "raiseTransferTold" },
      sayGoodbye,
      { guard: "saidSomething", target: "#listening", actions: "forgetFailures" },
      { target: "#recovering" },
    ],
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

const afterTool = [
  { guard: "moreToolsPending", target: "toolCalling", reenter: true, actions: ["tellReply", "finishTool"] },
  { guard: "bargedIn", target: "interrupted", actions: ["tellReply", "finishTool"] },
  { guard: "talking", target: "speaking", actions: ["tellReply", "finishTool"] },
  { target: "thinking", actions: ["tellReply", "finishTool"] },
] as const;

const toolCalling = callSetup.createStateConfig({
  description:
    "A tool runs. Only a turn that was taken comes here, and a tool once begun is not begun again.",
  invoke: {
    id: "tool",
    src: "tool",
    input: ({ context }) => ({
      callId: context.callId,
      call: context.pendingTools[0] ?? { id: "none", name: "none", arguments: "{}" },
    }),
  },
  on: {
    "vad.speechStarted": { actions: ["pausePlayout", "noteBargeIn", "noteSpeechStarted"] },
    "vad.paused": { actions: "notePaused" },
    "vad.speechEnded": { actions: "noteSpeechEnded" },
    "stt.interim": { guard: "takesFloorDuringTool", actions: "rememberWords" },
    "stt.final": { guard: "takesFloorDuringTool", actions: "rememberWords" },
    "llm.toolCalled": { actions: "queueTool" },
    "tool.finished": [...afterTool],
    "tool.failed": [...afterTool],
  },
  after: { TOOL_DEADLINE: [...recover] },
  initial: "deciding",
  states: {
    deciding: {
      description: "Is something to be heard while the tool runs?",
      always: [{ guard: "talking", target: "audible" }, { target: "silent" }],
    },
    silent: {
      description: "Nothing is to be heard while the tool runs.",
      on: { "playout.started": { target: "audible", actions: "noteAudible" } },
      after: { FILLER: { actions: "playFiller" } },
    },
    audible: {
      description: "Words of the reply, or a filler, are heard while the tool runs.",
      on: { "playout.drained": { target: "silent", actions: "noteDrained" } },
    },
  },
});

const speaking = callSetup.createStateConfig({
  description: "The reply is being heard, and the rest of it still being made.",
  tags: ["audible"],
  always: { guard: "toolPending", target: "toolCalling" },
  on: {
    "llm.toolCalled": { target: "toolCalling", actions: "queueTool" },
    "playout.finished": [
      goOnByScript,
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
      { target: "#thinking", actions: "resumePlayout" },
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
          { target: "#thinking", actions: "resumePlayout" },
        ],
      },
    },
  },
});

export const responding = callSetup.createStateConfig({
  description: "A reply is being prepared or said.",
  entry: "beginReply",
  exit: "recordAgentTurn",
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
      { guard: "modelFailed", target: "#responding", reenter: true, actions: byScript },
      ...onceReplyFailed,
    ],
    "transfer.requested": [
      { guard: "askedByKey", ...announcing("transferring", "handOver") },
      { actions: "noteTransferWanted" },
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
