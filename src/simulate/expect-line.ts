/** Judges what was heard on the line, by its audio. */
import type { CallRecord } from "./call-record.ts";
import { turnsOf } from "./call-record.ts";
import { chartNames } from "./chart-names.ts";
import type { ExpectationValue } from "./expectation-schema.ts";
import { agentAudibleBetween, agentSpeeches, bargeIns, hasSilenced, median, waitBefore } from "./measure.ts";
import { longestSilence } from "./silence.ts";
import type { Verdict } from "./verdict.ts";

/** After every cough or "mhm" into the agent's speech: the speech went on, and its turn was heard to the end. */
export function resumed(_: true, record: CallRecord): Verdict {
  const sounds = bargeIns(record.truth).filter(({ kind }) => kind !== "words");
  if (sounds.length === 0) return { passed: false, detail: "no sound fell into the agent's speech" };
  const pauses: string[] = [];
  for (const sound of sounds) {
    const next = turnsOf(record).find(({ at }) => at > sound.at);
    if (next === undefined || next.speaker === "tenant") {
      return { passed: false, detail: `the ${sound.kind} ended the agent's speech` };
    }
    if (next.interrupted)
      return { passed: false, detail: `the ${sound.kind} interrupted turn ${next.index}` };
    if (agentAudibleBetween(record.truth, sound.until, next.at) === 0) {
      return {
        passed: false,
        detail: `after the ${sound.kind}, nothing more of turn ${next.index} was heard`,
      };
    }
    const { quietMs } = sound;
    pauses.push(quietMs !== undefined && hasSilenced(sound) ? `a pause of ${round(quietMs)}` : "no pause");
  }
  return { passed: true, detail: `the speech went on after ${pauses.join(", ")}` };
}

export function waits({ medianAtMost, eachAtMost }: ExpectationValue<"waits">, record: CallRecord): Verdict {
  const all = turnsOf(record)
    .filter(({ speaker }) => speaker === "tenant")
    .map(({ at }) => waitBefore(record.truth, at))
    .filter((wait) => wait !== undefined);
  const middle = median(all);
  if (middle === undefined) return { passed: false, detail: "no wait could be measured" };
  const longest = Math.max(...all);
  return {
    passed: middle <= (medianAtMost ?? Infinity) && longest <= (eachAtMost ?? Infinity),
    detail: `median ${round(middle)}, longest ${round(longest)}, of ${all.length}`,
  };
}

export function silentAtMost({ ms }: ExpectationValue<"silentAtMost">, record: CallRecord): Verdict {
  const longest = longestSilence(record);
  return { passed: longest <= ms, detail: `longest ${round(longest)}` };
}

export function silencedWithin({ ms }: ExpectationValue<"silencedWithin">, { truth }: CallRecord): Verdict {
  const all = bargeIns(truth).filter(({ kind }) => kind === "words");
  if (all.length === 0) return { passed: false, detail: "the caller never spoke into the agent's speech" };
  const longest = Math.max(...all.map(({ silencedMs }) => silencedMs));
  return { passed: longest <= ms, detail: `longest ${round(longest)}, of ${all.length}` };
}

/** A filler is cached audio: it begins at once or not at all. */
const fillerWithinMs = 300;

/** The agent bridged a wait, and began to be heard at that moment. */
export function fillerHeard(_: true, record: CallRecord): Verdict {
  const wanted = record.entries.filter(
    (entry) => entry.kind === "effect" && entry.name === chartNames.filler,
  );
  const heard = wanted.filter(({ at }) =>
    agentSpeeches(record.truth).some(({ from }) => from >= at && from <= at + fillerWithinMs),
  );
  return { passed: heard.length > 0, detail: `${heard.length} of ${wanted.length} fillers were heard` };
}

export function transferredTo(number: string, { transfers }: CallRecord): Verdict {
  const tried = transfers.map(
    (transfer) => `${transfer.number} ${transfer.answered ? "answered" : "did not answer"}`,
  );
  return {
    passed: transfers.some((transfer) => transfer.answered && transfer.number === number),
    detail: tried.length === 0 ? "nobody was called" : tried.join(", "),
  };
}

function round(ms: number): string {
  return `${Math.round(ms)} ms`;
}
