/** Who has the floor, for a session that decides nothing by itself: a chart of the size that one writes beside a framework. */
import { assign, setup } from "xstate";

export type TurnEvent =
  | { type: "vad.speechStarted" }
  | { type: "vad.speechEnded" }
  | { type: "stt.interim" }
  | { type: "stt.final"; text: string }
  | { type: "playout.started" }
  | { type: "reply.finished" };

/** What the chart has done. Words that were given to it are in the history, whatever becomes of the reply. */
export interface Replies {
  /** Begins a reply that is not to be heard yet, in place of the one that was begun before. */
  speculate(words: string): void;
  /** It is to be heard; one to what is in the history is begun when none was. */
  commit(): void;
  /** Whatever was begun and cannot be heard yet is not to be heard. */
  abandon(): void;
  /** What is being heard is over. */
  interrupt(): void;
  pause(): void;
  resume(): void;
}

interface TurnContext {
  replies: Replies;
  /** The caller said something that no reply has answered yet. */
  owed: boolean;
  /** Words have been heard of which there is no final transcript yet. */
  expecting: boolean;
}

export const turnChart = setup({
  types: { context: {} as TurnContext, events: {} as TurnEvent, input: {} as Replies },
  actions: {
    speculate: ({ context }, { words }: { words: string }) => context.replies.speculate(words),
    commit: ({ context }) => context.replies.commit(),
    abandon: ({ context }) => context.replies.abandon(),
    interrupt: ({ context }) => context.replies.interrupt(),
    pause: ({ context }) => context.replies.pause(),
    resume: ({ context }) => context.replies.resume(),
    noteInterim: assign({ expecting: true }),
    noteFinal: assign({ owed: true, expecting: false }),
    noteAnswered: assign({ owed: false }),
  },
  guards: {
    expecting: ({ context }) => context.expecting,
    owed: ({ context }) => context.owed,
  },
  delays: {
    /** Added to the detector's silence. */
    endpointing: 50,
    /** A final transcript is waited for so long. */
    lateFinal: 1500,
    /** Words of an interruption come within this time after the voice; where none do, it was a sound. */
    doubt: 500,
  },
}).createMachine({
  id: "turn",
  type: "parallel",
  context: ({ input }) => ({ replies: input, owed: false, expecting: false }),
  states: {
    // Before the caller's region: what is being heard ends before the next reply is begun.
    agent: {
      initial: "quiet",
      states: {
        quiet: { on: { "playout.started": { target: "speaking", actions: "noteAnswered" } } },
        speaking: {
          on: {
            "vad.speechStarted": { target: "held", actions: "pause" },
            "stt.final": { target: "quiet", actions: "interrupt" },
            "reply.finished": "quiet",
          },
        },
        held: {
          initial: "voiced",
          on: {
            "stt.interim": { target: "quiet", actions: "interrupt" },
            "stt.final": { target: "quiet", actions: "interrupt" },
            "reply.finished": "quiet",
          },
          states: {
            voiced: { on: { "vad.speechEnded": "doubtful" } },
            doubtful: {
              on: { "vad.speechStarted": "voiced" },
              after: { doubt: { target: "#turn.agent.speaking", actions: "resume" } },
            },
          },
        },
      },
    },
    caller: {
      initial: "silent",
      on: {
        "stt.interim": { actions: "noteInterim" },
        "stt.final": { actions: ["noteFinal", { type: "speculate", params: wordsOf }] },
      },
      states: {
        silent: {
          on: {
            "vad.speechStarted": "speaking",
            "stt.final": {
              target: "deciding",
              actions: ["noteFinal", { type: "speculate", params: wordsOf }],
            },
          },
        },
        speaking: { entry: "abandon", on: { "vad.speechEnded": "pausing" } },
        pausing: { on: { "vad.speechStarted": "speaking" }, after: { endpointing: "deciding" } },
        deciding: {
          on: { "vad.speechStarted": "speaking" },
          always: [
            { guard: "expecting", target: "awaitingFinal" },
            { guard: "owed", target: "silent", actions: "commit" },
            { target: "silent" },
          ],
        },
        awaitingFinal: {
          on: {
            "vad.speechStarted": "speaking",
            "stt.final": {
              target: "deciding",
              actions: ["noteFinal", { type: "speculate", params: wordsOf }],
            },
          },
          after: { lateFinal: { target: "silent", actions: "commit" } },
        },
      },
    },
  },
});

function wordsOf({ event }: { event: TurnEvent }): { words: string } {
  return { words: event.type === "stt.final" ? event.text : "" };
}
