/**
 * What may happen to a call, as functions of the moment: times go on from the latest, and an actor that does not live does not
 * speak. Words are few and stand for their kinds: words, a sound of listening, nothing.
 */
import type { CallEvent, Facts, HazardCategory, Provider } from "#machines/call/types.ts";
import { type CallSnapshot, hasTag, isIn } from "#src/rules/step.ts";
import type { EventOf } from "./explore.ts";

const when =
  (possible: (snapshot: CallSnapshot) => boolean, make: (snapshot: CallSnapshot) => CallEvent): EventOf =>
  (snapshot) =>
    possible(snapshot) ? make(snapshot) : undefined;

/** The event, in this state only. */
export const during =
  (path: string, event: EventOf): EventOf =>
  (snapshot) =>
    isIn(snapshot, path) ? event(snapshot) : undefined;

/** The event, in the call's first milliseconds only: where a timer makes time go on, the graph would have no end. */
export const within =
  (ms: number, event: EventOf): EventOf =>
  (snapshot) =>
    now(snapshot) < ms ? event(snapshot) : undefined;

/** A fact that is told when at most one of those before it is unknown: all orders would be a thousand states of the same kind. */
export const inOrder =
  (order: readonly string[], name: string, event: EventOf): EventOf =>
  (snapshot) => {
    const before = order.includes(name) ? order.slice(0, order.indexOf(name)) : order;
    const unknown = before.filter((fact) => !(fact in snapshot.context.facts));
    return unknown.length > 1 ? undefined : event(snapshot);
  };

const always = () => true;
const speaking = ({ children }: CallSnapshot) => "utterance" in children;
const replying = (snapshot: CallSnapshot) => isIn(snapshot, "live.turn.responding");
const toolRuns = ({ children }: CallSnapshot) => "tool" in children;
const humanCalled = ({ children }: CallSnapshot) => "human" in children;
const silent = ({ context }: CallSnapshot) => context.callerSilent;
const voiced = ({ context }: CallSnapshot) => !context.callerSilent;
const now = ({ context }: CallSnapshot) => context.now;

export const answered = when(always, () => ({ type: "call.answered", at: 0 }));
export const hungUp = when(always, () => ({ type: "call.hungUp", by: "caller" }));
export const lineLost = when(always, () => ({ type: "call.hungUp", by: "network" }));

// The caller's voice. A long sound is one of two seconds.
export const speechStarted = when(silent, (call) => ({
  type: "vad.speechStarted",
  at: now(call),
  voicedAt: now(call) - 64,
}));
/** A voice that begins a second after everything before it. */
export const spokeLater = when(
  (call) => silent(call) && now(call) < 1000,
  (call) => ({ type: "vad.speechStarted", at: now(call) + 1000, voicedAt: now(call) + 936 }),
);
export const paused = when(voiced, (call) => ({
  type: "vad.paused",
  at: now(call),
  voicedUntil: now(call) - 100,
}));
export const wentOn = when(voiced, (call) => ({ type: "vad.voiced", at: now(call) }));
export const speechEnded = when(voiced, (call) => ({
  type: "vad.speechEnded",
  at: now(call),
  voicedUntil: now(call) - 250,
}));
export const longSpeechEnded = when(
  (call) => voiced(call) && now(call) - call.context.speechStartedAt < 1000,
  (call) => ({ type: "vad.speechEnded", at: now(call) + 2000, voicedUntil: now(call) + 1750 }),
);
export const endOfTurn = when(
  ({ context }) => context.endOfTurn === undefined,
  (call) => ({ type: "eot.predicted", at: now(call), probability: 0.7 }),
);

/** At most `most` finals in a turn, so that the graph ends somewhere. */
const fewerFinals = (most: number) => (call: CallSnapshot) =>
  call.context.finals.split(".").length - 1 < most;

export const interim = (text: string): EventOf =>
  when(
    ({ context }) => context.interim !== text,
    (call) => ({ type: "stt.interim", at: now(call), text }),
  );
export const final = (text: string, most = 1): EventOf =>
  when(fewerFinals(most), (call) => ({ type: "stt.final", at: now(call), text }));

// Our voice, the model and its tools
export const playoutStarted = when(
  (call) => speaking(call) && !call.context.talking,
  (call) => ({ type: "playout.started", at: now(call) }),
);
export const playoutDrained = when(
  (call) => replying(call) && call.context.talking,
  (call) => ({ type: "playout.drained", at: now(call) }),
);
export const playoutFinished = when(speaking, (call) => ({ type: "playout.finished", at: now(call) }));
export const finishedLate = when(replying, (call) => ({
  type: "playout.finished",
  at: now(call) + 3000,
}));
export const finishedWordless = when(replying, (call) => ({
  type: "playout.finished",
  at: now(call),
  said: false,
}));
export const toolCalled = when(
  (call) => replying(call) && call.context.pendingTools.length < 2,
  ({ context }) => ({
    type: "llm.toolCalled",
    call: { id: `tool-${context.pendingTools.length}`, name: "recordDetails", arguments: "{}" },
  }),
);
export const toolFinished = when(toolRuns, () => ({ type: "tool.finished" }));
export const toolFailed = when(toolRuns, () => ({ type: "tool.failed", reason: "TypeError" }));

// Providers
export const failed = (provider: Provider): EventOf =>
  when(provider === "llm" ? replying : provider === "tts" ? speaking : (call) => isIn(call, "live"), () => ({
    type: "provider.failed",
    provider,
    reason: "status 500",
  }));
export const recovered = (provider: Provider): EventOf =>
  when(always, () => ({ type: "provider.recovered", provider }));

/** The first of its kind failed, and the second said what was to be said. */
export const replaced: EventOf = when(speaking, () => ({
  type: "provider.degraded",
  provider: "tts",
  reason: "status 500",
}));
export const modelStarted = when(replying, (call) => ({ type: "llm.started", at: now(call) }));
export const silenceNoticed = (ms: number): EventOf =>
  when(
    (call) => hasTag(call, "ours"),
    (call) => ({ type: "silence.noticed", at: now(call), ms }),
  );

// Hazards, facts, decisions of tools
export const hazard = (category: HazardCategory): EventOf =>
  when(always, () => ({ type: "hazard.heard", category }));
export const learnt = (facts: Facts): EventOf =>
  when(
    ({ context }) =>
      Object.entries(facts).some(([key, value]) => context.facts[key as keyof Facts] !== value),
    () => ({ type: "facts.recorded", facts }),
  );
/** Tools run for turns that were taken. */
const noGuess = (snapshot: CallSnapshot) => !hasTag(snapshot, "speculative");
export const dispatchRequested = when(noGuess, () => ({
  type: "dispatch.requested",
  vendor: "vendor",
  trade: "plumbing",
  urgency: "emergency",
}));
export const acknowledged = when(always, () => ({ type: "dispatch.acknowledged" }));
export const declined = when(always, () => ({ type: "dispatch.declined" }));
export const endRequested = (reason: "wrongNumber" | "completed"): EventOf =>
  when(always, () => ({ type: "call.endRequested", reason }));
export const transferRequested = when(always, () => ({ type: "transfer.requested", reason: "asked" }));
export const mustEnd = when(
  ({ context }) => !context.mustEnd,
  () => ({ type: "call.mustEnd" }),
);

// The telephone
export const key = (digit: string): EventOf =>
  when(
    ({ context }) => context.finals === "",
    () => ({ type: "dtmf.pressed", digit }),
  );
export const firstKey = (digit: string): EventOf => {
  const press = key(digit);
  return (snapshot) => (snapshot.context.keys === "" ? press(snapshot) : undefined);
};
export const holdStarted = when(always, () => ({ type: "hold.started" }));
export const holdEnded = when(always, () => ({ type: "hold.ended" }));
export const lineBroken = when(always, () => ({ type: "line.broken" }));
export const lineMended = when(always, () => ({ type: "line.mended" }));
export const humanAnswered: EventOf = (call) =>
  humanCalled(call) ? { type: "xstate.done.actor.human" } : undefined;
export const humanRefused: EventOf = (call) =>
  humanCalled(call) ? { type: "xstate.error.actor.human" } : undefined;
