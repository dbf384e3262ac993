/** A call chart under virtual time: what it did outside is written down, what the outside would say is sent by hand. */
import { createActor, fromCallback, fromPromise, SimulatedClock } from "xstate";
import { callMachine } from "#machines/call/machine.ts";
import { noteMicrostep } from "./walked.ts";
import type { CallEvent, CallInput, Facts, HazardCategory, ToolCall } from "#machines/call/types.ts";

const effectNames = [
  "startHearing",
  "reopenRecognizer",
  "useSecondRecognizer",
  "useFirstVoice",
  "useSecondVoice",
  "pausePlayout",
  "resumePlayout",
  "resumeClause",
  "playFiller",
  "askEndOfTurn",
  "recordTenantTurn",
  "recordAgentTurn",
  "startRecording",
  "hangUp",
  "sendCallInitiated",
  "sendCallEnded",
  "sendHazardDetected",
  "sendIntakeRecorded",
  "sendDispatchRequested",
  "dispatchEvacuation",
  "dispatchUnfinished",
  "sendDispatchEscalated",
  "sendDispatchAcknowledged",
  "sendDispatchDeclined",
  "sendTransferRequested",
  "sendTransferAnswered",
  "sendTransferFailed",
  "sendProviderDegraded",
] as const;

const defaults: CallInput = {
  callId: "call-1",
  callerNumber: "+15555550142",
  ladder: ["+15555550111", "+15555550112"],
  asksForRecording: false,
  endpointing: { minMs: 300, maxMs: 1800 },
  repromptMs: 7000,
  limitMs: 1_800_000,
};

export function chartCall(input: Partial<CallInput> = {}) {
  const done: string[] = [];
  const humans: { number: string; answer: () => void; refuse: () => void }[] = [];
  const clock = new SimulatedClock();
  const note = (what: string) => done.push(what);
  const record = (name: string) => (_args: unknown, params?: unknown) =>
    void note(params === undefined ? name : `${name} ${JSON.stringify(params)}`);
  const invoked = (name: string, show: (given: never) => string) =>
    fromCallback(({ input: given, receive }) => {
      note(`${name} ${show(given as never)}`.trim());
      receive((command) => note(`${name} <- ${command.type}`));
      return () => note(`${name} stopped`);
    });
  const machine = callMachine.provide({
    actions: Object.fromEntries(effectNames.map((name) => [name, record(name)])),
    actors: {
      reply: invoked(
        "reply",
        ({ brain, words }: { brain: string; words: string }) => `${brain} '${words}'`,
      ) as never,
      phrase: invoked("phrase", ({ phrase }: { phrase: string }) => phrase) as never,
      tool: invoked("tool", ({ call }: { call: ToolCall }) => call.name) as never,
      human: fromPromise(
        ({ input: { number } }: { input: { callId: string; number: string } }) =>
          new Promise<void>((resolve, reject) => {
            humans.push({ number, answer: resolve, refuse: () => reject(new Error("nobody")) });
          }),
      ),
    },
  });
  const actor = createActor(machine, { clock, input: { ...defaults, ...input }, inspect: noteMicrostep });
  let failure: unknown;
  actor.subscribe({ error: (error) => (failure = error) });
  actor.start();

  const call = {
    actor,
    humans,
    send(...events: CallEvent[]) {
      for (const event of events) actor.send(event);
      if (failure) throw failure;
      return call;
    },
    /** Lets virtual time pass in small steps, so that a timer started by another runs from its own start. */
    after(ms: number) {
      for (let left = ms; left > 0; left -= 10) clock.increment(Math.min(10, left));
      if (failure) throw failure;
      return call;
    },
    get now() {
      return clock.now();
    },
    /** Lets promises that are already settled be noticed. */
    async settled() {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return call;
    },
    is: (...paths: string[]) => paths.every((path) => actor.getSnapshot().matches(toValue(path) as never)),
    get context() {
      return actor.getSnapshot().context;
    },
    get outcome() {
      return actor.getSnapshot().output?.outcome;
    },
    /** What was done outside since the last look. */
    did: () => done.splice(0),

    answered: () => call.send({ type: "call.answered", at: call.now }),
    /** The greeting, or whatever phrase or reply is being said, is heard to its end. */
    heard: () =>
      call.send({ type: "playout.started", at: call.now }, { type: "playout.finished", at: call.now }),
    /** The reply is over, and no word of it was heard. */
    wordless: () => call.send({ type: "playout.finished", at: call.now, said: false }),
    starts: () => call.send({ type: "playout.started", at: call.now }),
    drains: () => call.send({ type: "playout.drained", at: call.now }),
    voice: () => call.send({ type: "vad.speechStarted", at: call.now, voicedAt: call.now - 64 }),
    pauses: () => call.send({ type: "vad.paused", at: call.now, voicedUntil: call.now - 100 }),
    falls: () => call.send({ type: "vad.speechEnded", at: call.now, voicedUntil: call.now - 250 }),
    interim: (text: string) => call.send({ type: "stt.interim", at: call.now, text }),
    final: (text: string) => call.send({ type: "stt.final", at: call.now, text }),
    hazard: (category: HazardCategory) => call.send({ type: "hazard.heard", category }),
    learns: (facts: Facts) => call.send({ type: "facts.recorded", facts }),
    asksTool: (name: string, id = name) =>
      call.send({ type: "llm.toolCalled", call: { id, name, arguments: "{}" } }),
    toolDone: () => call.send({ type: "tool.finished" }),
    fails: (provider: "stt" | "llm" | "tts") =>
      call.send({ type: "provider.failed", provider, reason: "status 500" }),

    /** Answered, greeted, and listening. */
    listening: () => call.answered().heard(),
    /** The caller says something and the turn is taken; the reply is being thought of. */
    says: (text: string) => call.voice().final(text).falls().after(3000),
    /** The same, and the reply's first words are heard. */
    replied: (text: string) => call.voice().final(text).pauses().falls().after(2000).starts(),
  };
  return call;
}

const toValue = (path: string): unknown => {
  const [first = "", ...rest] = path.split(".");
  return rest.length === 0 ? first : { [first]: toValue(rest.join(".")) };
};
