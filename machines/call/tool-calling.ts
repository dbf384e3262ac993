/** A tool runs, beside the words of the reply. */
import { recover } from "./reply-transitions.ts";
import { callSetup } from "./setup.ts";

const afterTool = [
  { guard: "moreToolsPending", target: "toolCalling", reenter: true, actions: ["tellReply", "finishTool"] },
  { guard: "bargedIn", target: "interrupted", actions: ["tellReply", "finishTool"] },
  { guard: "talking", target: "speaking", actions: ["tellReply", "finishTool"] },
  { target: "thinking", actions: ["tellReply", "finishTool"] },
] as const;

export const toolCalling = callSetup.createStateConfig({
  description:
    "A tool runs. Only a turn that was taken comes here, and a tool once begun is not begun again.",
  tags: ["ours"],
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
    "vad.speechEnded": [
      { guard: "bargedIn", actions: ["noteSpeechEnded", "resumePlayout"] },
      { actions: "noteSpeechEnded" },
    ],
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
      on: { "playout.started": { target: "audible", actions: "noteTalking" } },
      after: { FILLER: { actions: "playFiller" } },
    },
    audible: {
      description: "Words of the reply, or a filler, are heard while the tool runs.",
      on: { "playout.drained": { target: "silent", actions: "noteDrained" } },
    },
  },
});
