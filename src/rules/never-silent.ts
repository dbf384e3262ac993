/** Wherever a call is, something is heard or a timer runs; failures and interruptions are met in their own step. */
import type { Effect } from "./effect.ts";
import { Broken, everyStep, ruleWith } from "./rule.ts";
import { type CallStep, hasTag, isIn } from "./step.ts";

/** The region of a timer's state; the states of `turn` bear names of their own. */
const regionOf = (timer: string) => /\.call\.(?:live\.)?(\w+)/.exec(timer)?.[1] ?? "turn";

/** Adds the timers that were set, leaves out those that fired or were given up. */
function running(timers: readonly string[], { event, effects }: CallStep): string[] {
  const left = new Set(timers);
  left.delete(event.type.replace(/^xstate\.after\./, ""));
  for (const effect of effects) {
    if (effect.kind === "timer") left.add(effect.name);
    if (effect.kind === "cancel") left.delete(effect.name);
  }
  return [...left].sort();
}

export const somethingAlwaysFollows = ruleWith<readonly string[]>({
  name: "in every state something is heard or a timer runs",
  start: [],
  next(timers, step) {
    const now = running(timers, step);
    if (step.after.status !== "active" || !isIn(step.after, "live")) return [];
    const region = isIn(step.after, "live.turn.handedOff") ? "line" : "turn";
    return now.some((timer) => regionOf(timer) === region)
      ? now
      : new Broken(`nobody is heard, and no timer of ${region} runs`);
  },
});

const speaks = ["live.turn.announcing", "live.turn.recovering", "live.turn.responding"];

export const failuresAreHandled = everyStep("no provider's failure is unhandled", (step) => {
  const { event, before, after, movers } = step;
  if (event.type !== "provider.failed" || before === undefined || !isIn(before, "live")) return undefined;
  const { provider } = event as unknown as { provider: "stt" | "llm" | "tts" };
  const region = provider === "stt" ? "live.health.stt" : "live.turn";
  const concerned =
    provider === "stt"
      ? !isIn(before, "live.health.stt.down")
      : isIn(before, "live.turn.responding") ||
        (provider === "tts" && speaks.some((state) => isIn(before, state)));
  if (!concerned || movers.some((mover) => mover.startsWith(region))) return undefined;
  return `${region} does nothing about a failure of ${provider}${after === before ? ", nor does anything else" : ""}`;
});

export const silenceIsMet = everyStep(
  "a silence of ours that is noticed is met in the same step",
  ({ event, before, effects, movers }) => {
    if (event.type !== "silence.noticed" || before === undefined || !hasTag(before, "ours")) return undefined;
    const met = movers.length > 0 || effects.length > 0;
    return met ? undefined : "nothing is done about it";
  },
);

const pauses = (effect: Effect) =>
  (effect.kind === "act" && effect.name === "pausePlayout") ||
  (effect.kind === "stop" && effect.id === "utterance");

type Voice = "silent" | "heard" | "paused";

/** Memory: whether our voice is being heard. What is paused starts nothing until it is resumed or replaced. */
export const voiceSilencesUs = ruleWith<Voice>({
  name: "the caller's first voiced frame silences us in the same step",
  start: "silent",
  next(voice, { event, effects, after }) {
    if (event.type === "vad.speechStarted" && voice === "heard" && !effects.some(pauses))
      return new Broken("our voice goes on over the caller's");
    if (after.status !== "active") return "silent";
    if (event.type === "playout.started" && voice === "silent") voice = "heard";
    if (event.type === "playout.drained" || event.type === "playout.finished") voice = "silent";
    for (const effect of effects) {
      if (effect.kind === "act" && effect.name === "pausePlayout") voice = "paused";
      if (effect.kind === "act" && /^resume(?:Playout|Clause)$/.test(effect.name)) voice = "heard";
      if (effect.kind === "stop" && effect.id === "utterance") voice = "silent";
    }
    return voice;
  },
});
