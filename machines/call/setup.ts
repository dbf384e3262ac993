/** Every name the chart uses: what it does outside (effects and actors), what it remembers, what it asks, how long it waits. */
import { assign, fromCallback, fromPromise, raise, sendTo, setup } from "xstate";
import { endpointWait, prepareWait } from "./endpointing.ts";
import * as guards from "./guards.ts";
import type {
  Afterwards,
  Brain,
  CallContext,
  CallEvent,
  CallInput,
  CallTag,
  Ears,
  Expectation,
  Outcome,
  PhraseName,
  Provider,
  ReplyCommand,
  StageMeta,
  ToolCall,
  Urgency,
} from "./types.ts";
import { repeatsFinal, turnWords } from "./words.ts";

/** What a call's runtime gives to an effect it is told to carry out. */
const effect = () => {};

/** The caller is told that the call has to end this long before it does. */
const warnedBeforeMs = 120_000;

const withoutFirst = <T>(list: readonly T[]): readonly T[] => list.slice(1);

const turnSoFar = (context: CallContext) => ({
  words: turnWords(context),
  expects: context.expects,
  bounds: context.endpointing,
});

export const callSetup = setup({
  types: {} as {
    context: CallContext;
    events: CallEvent;
    input: CallInput;
    output: { outcome: Outcome };
    tags: CallTag;
    meta: StageMeta;
  },

  actors: {
    /** Generates and says a reply; lives while `responding` does. Sends llm.*, playout.* and provider.failed. */
    reply: fromCallback<ReplyCommand, { callId: string; brain: Brain; words: string }>(() => {}),
    /** Says one fixed phrase from cached audio. Sends playout.*. */
    phrase: fromCallback<CallEvent, { callId: string; phrase: PhraseName }>(() => {}),
    /** Runs one tool. Sends what the tool learnt, then tool.finished or tool.failed. */
    tool: fromCallback<CallEvent, { callId: string; call: ToolCall }>(() => {}),
    /** Done when a human has answered the number, fails when nobody did. */
    human: fromPromise<void, { callId: string; number: string }>(() => new Promise(() => {})),
  },

  actions: {
    // Effects: carried out by the runtime, never waited for.
    startHearing: effect,
    reopenRecognizer: effect,
    useSecondRecognizer: effect,
    useFirstVoice: effect,
    useSecondVoice: effect,
    pausePlayout: effect,
    resumePlayout: effect,
    /** Goes on from the beginning of the clause that was interrupted. */
    resumeClause: effect,
    playFiller: effect,
    askEndOfTurn: effect,
    recordTenantTurn: (_args, _params: { text: string }) => {},
    recordAgentTurn: effect,
    startRecording: effect,
    hangUp: effect,
    sendCallInitiated: effect,
    sendCallEnded: effect,
    sendHazardDetected: effect,
    sendIntakeRecorded: effect,
    sendDispatchRequested: (_args, _params: { vendor: string; trade: string; urgency: Urgency }) => {},
    /** The caller was sent out of the building: somebody is sent there without waiting for the rest of the intake. */
    dispatchEvacuation: effect,
    /** The caller is gone or silent and nobody has been sent: somebody is told what is known, and to call back. */
    dispatchUnfinished: effect,
    /** Nobody said that they come: the next on the ladder is asked. */
    sendDispatchEscalated: effect,
    sendDispatchAcknowledged: effect,
    sendDispatchDeclined: effect,
    sendTransferRequested: effect,
    sendTransferAnswered: effect,
    /** The number that was called did not answer. */
    sendTransferFailed: effect,
    sendProviderDegraded: (_args, _params: { provider: Provider; state: "degraded" | "down" }) => {},

    // To the reply that is being prepared.
    releaseReply: sendTo("utterance", { type: "reply.released" }),
    tellReply: sendTo("utterance", ({ event }) => event),

    // To other regions.
    raiseTurnTaken: raise(({ context }) => ({ type: "turn.taken" as const, text: turnWords(context) })),
    raiseSafetyOwed: raise({ type: "safety.owed" }),
    raiseEvacuated: raise({ type: "safety.evacuated" }),
    raiseTransferRequested: raise({ type: "transfer.requested", reason: "key" }),
    raiseTransferTold: raise({ type: "transfer.told" }),
    raiseTransferNext: raise({ type: "transfer.next" }),
    raiseTransferFailed: raise({ type: "transfer.failed" }),
    raiseDispatchSent: raise({ type: "dispatch.sent" }),
    raiseUnacknowledged: raise({ type: "transfer.requested", reason: "unacknowledged" }),
    raiseDeaf: raise({ type: "transfer.requested", reason: "deaf" }),
    raiseKeypadEntered: raise(({ context }) => ({ type: "keypad.entered" as const, digits: context.keys })),
    raiseMustEnd: raise({ type: "call.mustEnd" }),
    raiseLineLost: raise({ type: "call.hungUp", by: "network" }),

    // Memory of the floor.
    noteTime: assign(({ event }) => ("at" in event ? { now: event.at } : {})),
    noteSpeechStarted: assign(({ event }) =>
      event.type === "vad.speechStarted"
        ? { callerSilent: false, speechStartedAt: event.voicedAt, now: event.at }
        : { callerSilent: false },
    ),
    notePaused: assign(({ event }) =>
      event.type === "vad.paused" ? { voicedUntil: event.voicedUntil, now: event.at } : {},
    ),
    noteSpeechEnded: assign(({ event }) =>
      event.type === "vad.speechEnded"
        ? { callerSilent: true, voicedUntil: event.voicedUntil, now: event.at }
        : {},
    ),
    noteEndOfTurn: assign(({ event }) =>
      event.type === "eot.predicted" ? { endOfTurn: event.probability, now: event.at } : {},
    ),
    rememberWords: assign(({ context, event }) => {
      if (event.type === "stt.interim") return { interim: event.text, wordsAt: event.at, now: event.at };
      if (event.type === "stt.final")
        return {
          finals: repeatsFinal(context, event) ? context.finals : `${context.finals} ${event.text}`.trim(),
          interim: "",
          finalAt: event.at,
          wordsAt: event.at,
          now: event.at,
        };
      if (event.type === "keypad.entered")
        return {
          finals: `${context.finals} ${event.digits}`.trim(),
          interim: "",
          finalAt: context.now,
          wordsAt: context.now,
        };
      return {};
    }),
    /** PREPARE has run out. */
    notePrepared: assign(({ context }) => ({
      now: Math.max(context.now, context.voicedUntil + prepareWait(turnSoFar(context))),
    })),
    noteKey: assign(({ context, event }) =>
      event.type === "dtmf.pressed" ? { keys: context.keys + event.digit } : {},
    ),
    forgetKeys: assign({ keys: "" }),
    noteFiller: assign(({ context }) => ({ fillers: context.fillers + 1 })),
    forgetFillers: assign({ fillers: 0 }),
    restartNoise: assign(({ context }) => ({ speechStartedAt: context.now })),
    raiseModelLate: raise({ type: "provider.failed", provider: "llm", reason: "timeout" }),
    raiseEarsDeaf: raise({ type: "provider.failed", provider: "stt", reason: "deaf" }),
    forgetEndOfTurn: assign({ endOfTurn: undefined }),

    // Memory of the reply.
    beginReply: assign(({ context }) => ({
      answering: turnWords(context),
      talking: false,
      bargedIn: false,
      brokeOff: false,
      voiceFailed: false,
      fillers: 0,
      murmur: "",
      pendingTools: [],
    })),
    takeTurn: assign(({ context }) => ({
      turnTaken: true,
      taken: turnWords(context),
      takenAt: context.now,
      finals: "",
      interim: "",
      reprompts: 0,
      replyOwed: false,
      endWanted: undefined,
    })),
    noteReplyOwed: assign(({ context }) => ({ replyOwed: context.turnTaken || context.replyOwed })),
    answerTakenTurn: assign({ turnTaken: true, replyOwed: false }),
    noteMurmur: assign(({ event }) =>
      event.type === "stt.interim" || event.type === "stt.final" ? { murmur: event.text } : {},
    ),
    answerMurmur: assign(({ context }) => ({ finals: context.murmur, finalAt: context.now, murmur: "" })),
    forgetFailures: assign({ failures: 0 }),
    noteMute: assign(({ context }) => ({ mute: context.mute + 1 })),
    forgetMute: assign({ mute: 0 }),
    endTurn: assign({ turnTaken: false, endOfTurn: undefined }),
    noteTalking: assign({ talking: true }),
    noteDrained: assign({ talking: false }),
    noteBargeIn: assign({ bargedIn: true }),
    forgetBargeIn: assign({ bargedIn: false }),
    noteVoiceFailed: assign({ voiceFailed: true }),
    noteBrokeOff: assign({ brokeOff: true }),
    queueTool: assign(({ context, event }) =>
      event.type === "llm.toolCalled" ? { pendingTools: [...context.pendingTools, event.call] } : {},
    ),
    finishTool: assign(({ context }) => ({ pendingTools: withoutFirst(context.pendingTools) })),
    useBrain: assign((_, params: { brain: Brain }) => ({ brain: params.brain })),
    useNextBrain: assign(({ context }) => ({ brain: context.brain === "model" ? "secondModel" : "script" })),
    useEars: assign((_, params: { ears: Ears }) => ({ ears: params.ears })),

    // Memory of what is said next.
    announce: assign((_, params: { phrase: PhraseName; afterwards: Afterwards }) => ({
      ...(params.afterwards === "handOver" ? { transferWanted: true } : {}),
      ...(params.phrase === "timeShort" ? { timeShort: false } : {}),
      announcement: params,
    })),
    announceEnd: assign(({ context }) => ({
      announcement:
        context.dispatched && !context.transferWanted
          ? { phrase: "timeOver" as const, afterwards: "end" as const }
          : { phrase: "lineClosing" as const, afterwards: "handOver" as const },
    })),
    announceRefusal: assign(({ context }) => ({
      announcement: { phrase: context.refusal ?? "notInService", afterwards: "end" as const },
    })),
    noteNews: assign((_, params: { phrase: PhraseName }) => ({ news: params.phrase })),
    announceNews: assign(({ context }) => ({
      news: undefined,
      announcement: { phrase: context.news ?? "dispatchEscalated", afterwards: "listen" as const },
    })),
    noteTimeShort: assign({ timeShort: true }),
    noteMustEnd: assign({ mustEnd: true }),
    announceHazard: assign(({ context }) => ({
      endWanted: undefined,
      announcement: {
        phrase: `safety.${context.owed[0] ?? "medical"}` as const,
        afterwards: "listen" as const,
      },
    })),
    announceNextHazard: assign(({ context }) => ({
      announcement: {
        phrase: `safety.${context.owed[1] ?? "medical"}` as const,
        afterwards: "listen" as const,
      },
    })),
    announceReprompt: assign(({ context }) => ({
      announcement: {
        phrase: context.reprompts === 0 ? ("reprompt1" as const) : ("reprompt2" as const),
        afterwards: "listen" as const,
      },
      reprompts: context.reprompts + 1,
    })),
    countFailure: assign(({ context }) => ({ failures: context.failures + 1 })),
    forgetTransfer: assign({ transferWanted: false }),
    noteTransferWanted: assign({ transferWanted: true }),
    noteEndWanted: assign(({ event }) =>
      event.type === "call.endRequested" ? { endWanted: event.reason } : {},
    ),
    noteSilentEnd: assign({ endWanted: "silent" }),
    noteHungUp: assign(({ event }) => (event.type === "call.hungUp" ? { hungUpBy: event.by } : {})),
    resetLadder: assign({ rung: 0 }),
    climbLadder: assign(({ context }) => ({ rung: context.rung + 1 })),
    noteWithHuman: assign({ withHuman: true }),

    // Memory of what was learnt.
    expect: assign((_, params: { answer: Expectation }) => ({ expects: params.answer })),
    recordFacts: assign(({ context, event }) =>
      event.type === "facts.recorded" ? { facts: { ...context.facts, ...event.facts } } : {},
    ),
    noteDispatched: assign({ dispatched: true }),
    askNext: assign(({ context }) => ({ asked: context.asked + 1 })),
    noteHazard: assign(({ context, event }) =>
      event.type === "hazard.heard"
        ? { hazards: [...context.hazards, event.category], owed: [...context.owed, event.category] }
        : {},
    ),
    noteWarned: assign(({ context }) => ({ owed: withoutFirst(context.owed) })),
    noteEvacuating: assign({ evacuating: true }),
    noteEvacuated: assign({ evacuated: true }),
    noteOnHold: assign({ onHold: true }),
    noteOffHold: assign({ onHold: false }),
  },

  guards,

  delays: {
    /** A call that is never answered. */
    RING_LIMIT: 30_000,
    /** Silence of the caller before we ask whether they are there. */
    REPROMPT: ({ context }) => context.repromptMs,
    /** Silence of the caller after everything is done, before we say goodbye. */
    GOODBYE: 5000,
    /** Speech has ended and no word of it was recognized. */
    STT_DEADLINE: ({ context }) => (context.ears === "first" ? 1500 : 2500),
    /** What is left of the silence that ends the turn. */
    ENDPOINT: ({ context }) =>
      Math.max(
        0,
        context.voicedUntil -
          context.now +
          endpointWait({ ...turnSoFar(context), endOfTurn: context.endOfTurn }),
      ),
    /** What is left of the silence before a reply is prepared to words that may not be all. */
    PREPARE: ({ context }) =>
      Math.max(0, context.voicedUntil - context.now + prepareWait(turnSoFar(context))),
    /** The turn is over, its final transcript has not come: the interim is taken. */
    FINAL_DEADLINE: 700,
    /** Voice without a pause for this long is noise, or a line that needs a human. */
    NOISE_LIMIT: ({ context }) => Math.max(0, 90_000 - (context.now - context.speechStartedAt)),
    /** Quiet after an interruption without words, before the agent goes on. */
    FALSE_BARGE_IN: ({ context }) => (context.ears === "first" ? 500 : 1500),
    /** Our turn, and nothing to be heard. */
    FILLER: 1200,
    /** Counted anew when the model begins, so that the voice has its time after it. */
    THINK_DEADLINE: ({ context }) => Math.max(0, 3300 - 1500 * context.fillers),
    /** A voice without words is a noise; the second recognizer tells words only when the voice has ended. */
    INTERRUPTION_LIMIT: ({ context }) =>
      context.owed.length > 0 ? 2000 : context.ears === "first" ? 2800 : 15_000,
    TOOL_DEADLINE: 8000,
    /** Longest time that anything of ours may be playing. */
    SPEECH_LIMIT: 60_000,
    TRANSFER_DEADLINE: 30_000,
    TIME_SHORT: ({ context }) => context.limitMs - warnedBeforeMs,
    TIME_OVER: warnedBeforeMs,
    ACKNOWLEDGE_DEADLINE: ({ context }) => context.acknowledgeMs ?? 0,
    /** After a digit, before the number counts as whole. */
    KEYPAD_PAUSE: 4000,
    /** A broken way to the caller that is not mended by then is lost. */
    MENDING_LIMIT: 20_000,
    /** A caller who was put through leaves us by then, or is made to. */
    LEAVING_LIMIT: 15_000,
    /** Before a degraded provider is tried again. */
    PROVIDER_RETRY: 15_000,
  },
});
