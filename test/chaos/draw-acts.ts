/** Draws what a caller does, what the line does, and what a second voice in the room does. */
import type { Act, Delivery, Trigger } from "./plan.ts";
import type { Random } from "./random.ts";
import { sayings } from "./words.ts";

/** `patient`: mostly waits until it is asked. */
export function drawCaller(random: Random, turns: number, patient: boolean): Act[] {
  const acts: Act[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const speech = drawSpeech(random);
    if (patient && random.chance(0.85))
      speech.trigger = { on: "agentSilent", waitMs: 60_000, delayMs: random.int(200, 2000) };
    acts.push(speech);
    if (random.chance(0.12)) acts.push(drawOddity(random));
    if (random.chance(0.06)) acts.push({ trigger: drawTrigger(random), kind: "echo" });
  }
  if (random.chance(0.5)) acts.push({ trigger: drawTrigger(random), kind: "hangsUp", by: drawBy(random) });
  return acts;
}

export function drawLine(random: Random): Act[] {
  if (random.chance(0.55)) return [];
  return random.list(random.int(1, 3), (): Act => {
    const trigger = { ...drawTrigger(random), delayMs: random.int(0, 20_000) };
    switch (random.int(0, 7)) {
      case 0:
        return { trigger, kind: "keys", digits: "0", gapMs: 0 };
      case 1:
        return {
          trigger,
          kind: "keys",
          digits: random.pick(["5555550142", "555#", "12*34", "15555550142", "#", "*", "9"]),
          gapMs: random.pick([50, 300, 5000]),
        };
      case 2:
        return { trigger, kind: "hold", ms: random.pick([100, 5000, 60_000]) };
      case 3:
        return { trigger, kind: "broken", ms: random.pick([100, 3000, 19_900, 25_000, undefined]) };
      case 4:
        return { trigger, kind: "hangsUp", by: drawBy(random) };
      case 5:
        return { trigger, kind: "event", event: { type: "call.mustEnd" } };
      case 6:
        return { trigger, kind: "event", event: { type: "transfer.requested", reason: "host" } };
      default:
        return { trigger, kind: "event", event: { type: "call.answered", at: 0 } };
    }
  });
}

/** A television, or somebody beside the caller. */
export const drawSecondVoice = (random: Random): Act[] =>
  random.list(random.int(1, 4), () => drawSpeech(random));

const drawBy = (random: Random) => random.pick(["caller", "caller", "network"] as const);

function drawTrigger(random: Random): Trigger {
  const on = random.pick([
    "agentSilent",
    "agentSilent",
    "agentSilent",
    "agentSilent",
    "time",
    "agentSpeaks",
    "agentSpeaks",
    "toolBegins",
    "safetyBegins",
    "thinking",
    "turnTaken",
    "transferring",
  ] as const);
  return {
    on,
    waitMs: random.pick([2000, 15_000, 30_000]),
    delayMs: random.pick([0, 1, 50, 300, 300, 700, 1500, 4000, 9000]),
  };
}

const deliveries: readonly Delivery[] = [...Array<Delivery>(17).fill("once"), "missing", "twice", "late"];

function drawSpeech(random: Random): Act {
  const from = random.next();
  const list =
    from < 0.12
      ? sayings.hazards
      : from < 0.35
        ? sayings.short
        : from < 0.55
          ? sayings.details
          : sayings.lines;
  const words = random.pick(list);
  const ms = random.chance(0.02) ? random.pick([95_000, 10]) : 200 + words.length * random.pick([20, 60, 90]);
  const pauses = random
    .list(random.pick([0, 0, 0, 1, 2]), () => ({
      at: random.int(0, ms),
      ms: random.pick([120, 250, 600, 1500]),
    }))
    // A voice that goes on after its pause has an end of its own.
    .filter((pause) => pause.at + pause.ms < ms)
    .toSorted((a, b) => a.at - b.at);
  return {
    trigger: drawTrigger(random),
    kind: "speaks",
    words,
    ms,
    pauses,
    started: random.pick(deliveries),
    ended: random.pick(deliveries),
    interims: random.int(0, 4),
    final: random.chance(0.06) ? random.pick(["empty", "other"] as const) : random.pick(deliveries),
  };
}

/** What a detector, a recognizer or a model tells at a time when nobody expects it. */
function drawOddity(random: Random): Act {
  const text = random.pick([...sayings.short, ...sayings.details]);
  const event = random.pick([
    { type: "vad.speechStarted", at: 0, voicedAt: 0 },
    { type: "vad.paused", at: 0, voicedUntil: 0 },
    { type: "vad.voiced", at: 0 },
    { type: "vad.speechEnded", at: 0, voicedUntil: 0 },
    { type: "eot.predicted", at: 0, probability: 0.9 },
    { type: "stt.interim", at: 0, text },
    { type: "stt.final", at: 0, text },
    { type: "provider.recovered", provider: "stt" },
    { type: "provider.failed", provider: "stt", reason: "error" },
  ] as const);
  return { trigger: drawTrigger(random), kind: "event", event };
}
