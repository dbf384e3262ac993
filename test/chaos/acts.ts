/** Carries out what the plan lets the caller and the line do. */
import type { CallEvent } from "#machines/call/types.ts";
import type { Moments } from "./moments.ts";
import type { Act, Delivery, Pace } from "./plan.ts";

export interface Stage {
  pace: Pace;
  moments: Moments;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** From the detector and the recognizer. */
  hears: (event: CallEvent) => void;
  /** From the room and the host. */
  sends: (event: CallEvent) => void;
  /** The agent's latest words, for its own echo. */
  agentSaid: () => string;
  /** A voice begins or ends, whether or not the detector tells. */
  voiced: (is: boolean) => void;
}

export async function perform(track: readonly Act[], stage: Stage): Promise<void> {
  for (const act of track) {
    await stage.moments.wait(act.trigger);
    await actOut(act, stage);
  }
}

async function actOut(act: Act, stage: Stage): Promise<void> {
  const { now, sleep, sends, hears } = stage;
  switch (act.kind) {
    case "speaks":
      return speak(act, stage);
    case "echo":
      hears({ type: "stt.interim", at: now(), text: stage.agentSaid() });
      await sleep(200);
      return hears({ type: "stt.final", at: now(), text: stage.agentSaid() });
    case "keys":
      for (const digit of act.digits) {
        sends({ type: "dtmf.pressed", digit });
        await sleep(act.gapMs);
      }
      return;
    case "hold":
      sends({ type: "hold.started" });
      await sleep(act.ms);
      return sends({ type: "hold.ended" });
    case "broken":
      sends({ type: "line.broken" });
      if (act.ms === undefined) return;
      await sleep(act.ms);
      return sends({ type: "line.mended" });
    case "hangsUp":
      return sends({ type: "call.hungUp", by: act.by });
    case "event":
      return (act.event.type.startsWith("call.") || act.event.type.startsWith("transfer.") ? sends : hears)(
        timed(act.event, now()),
      );
  }
}

/** Times of an event out of the plan are those of its being told. */
function timed(event: CallEvent, at: number): CallEvent {
  return {
    ...event,
    ...("at" in event ? { at } : {}),
    ...("voicedAt" in event ? { voicedAt: at - 64 } : {}),
    ...("voicedUntil" in event ? { voicedUntil: at - 250 } : {}),
  };
}

const detectorMs = 64;
const pauseMs = 100;
const endMs = 250;
const lateMs = 1200;

type Speech = Extract<Act, { kind: "speaks" }>;

/** The signals of one stretch of speech, each at its time. */
async function speak(act: Speech, stage: Stage): Promise<void> {
  const { now, sleep, hears, pace } = stage;
  const begun = now();
  const signals: { at: number; tell: () => void }[] = [];
  const deliver = (at: number, how: Delivery, tell: () => void) => {
    if (how === "missing") return;
    signals.push({ at: how === "late" ? at + lateMs : at, tell });
    if (how === "twice") signals.push({ at: at + 30, tell });
  };
  const started = () => hears({ type: "vad.speechStarted", at: now(), voicedAt: now() - detectorMs });
  const ended = (voicedUntil: number) => () => hears({ type: "vad.speechEnded", at: now(), voicedUntil });
  deliver(detectorMs, act.started, started);
  for (const { at, ms } of act.pauses) {
    const quietFrom = begun + at;
    signals.push({
      at: at + pauseMs,
      tell: () => hears({ type: "vad.paused", at: now(), voicedUntil: quietFrom }),
    });
    if (ms < endMs) signals.push({ at: at + ms, tell: () => hears({ type: "vad.voiced", at: now() }) });
    else signals.push({ at: at + endMs, tell: ended(quietFrom) }, { at: at + ms, tell: started });
  }
  const words = act.words.split(" ");
  for (let part = 1; part <= act.interims; part++) {
    const text = words.slice(0, Math.ceil((words.length * part) / act.interims)).join(" ");
    const at = (act.ms * part) / act.interims + pace.finalMs / 2;
    signals.push({ at, tell: () => hears({ type: "stt.interim", at: now(), text }) });
  }
  const final = { empty: "", other: "something else entirely" }[act.final as "empty" | "other"] ?? act.words;
  const how = act.final === "empty" || act.final === "other" ? "once" : act.final;
  deliver(act.ms + pace.finalMs, how, () => hears({ type: "stt.final", at: now(), text: final }));
  signals.push({
    at: act.ms + pauseMs,
    tell: () => hears({ type: "vad.paused", at: now(), voicedUntil: begun + act.ms }),
  });
  deliver(act.ms + endMs, act.ended, ended(begun + act.ms));
  signals.push({ at: act.ms, tell: () => stage.voiced(false) });

  stage.voiced(true);
  for (const { at, tell } of signals.toSorted((a, b) => a.at - b.at)) {
    await sleep(Math.max(0, begun + at - now()));
    tell();
  }
}
