/** What the caller's ear would measure: taken from the audio on the line, whatever the call says of itself. */
import type { Sound } from "./spoken-line.ts";

/** Milliseconds on the line's clock: first audible sample and end of the last one. */
export interface Span {
  from: number;
  to: number;
}

export interface CallerSpan extends Span {
  kind: "words" | Sound;
  text: string;
}

export interface LineTruth {
  /** Chunk by chunk: the quiet between two of them was written as a pause. */
  caller: readonly CallerSpan[];
  agent: readonly Span[];
}

export interface BargeIn {
  /** What the caller did. */
  kind: "words" | Sound;
  /** The caller's first voiced sample and the end of the last one. */
  at: number;
  until: number;
  /** From then to the end of the agent's last sample before it was quiet. */
  silencedMs: number;
  /** From the agent's last sample to its next one; absent when it said nothing more. */
  quietMs?: number;
}

/** Gaps up to this long are between the words of one speech. */
const betweenWordsMs = 250;

/**
 * From the caller's last voiced sample before a turn was taken to the agent's first sample after it. Absent when the agent
 * said nothing more, or was already speaking at that sample (that is no wait).
 */
export function waitBefore(truth: LineTruth, takenAt: number): number | undefined {
  const lastVoiced = truth.caller.findLast((span) => span.kind === "words" && span.to <= takenAt)?.to;
  if (lastVoiced === undefined) return undefined;
  const speeches = agentSpeeches(truth);
  if (speeches.some((speech) => speech.from <= lastVoiced && lastVoiced < speech.to)) return undefined;
  const answer = speeches.find((speech) => speech.from >= lastVoiced);
  return answer === undefined ? undefined : answer.from - lastVoiced;
}

/** Every time that the caller began to speak, or coughed, while the agent was speaking. */
export function bargeIns(truth: LineTruth): BargeIn[] {
  const speeches = agentSpeeches(truth);
  return truth.caller.flatMap(({ kind, from, to }) => {
    const at = speeches.findIndex((speech) => speech.from < from && from < speech.to);
    const speech = speeches[at];
    if (speech === undefined) return [];
    const next = speeches[at + 1];
    const quiet = next === undefined ? {} : { quietMs: next.from - speech.to };
    return [{ kind, at: from, until: to, silencedMs: speech.to - from, ...quiet }];
  });
}

/** A sound that is over before the agent falls silent has not silenced it; the detector needs a moment. */
const detectorMs = 300;

export function hasSilenced({ at, until, silencedMs }: BargeIn): boolean {
  return at + silencedMs <= until + detectorMs;
}

/** Milliseconds for which the agent could be heard between two moments. */
export function agentAudibleBetween(truth: LineTruth, from: number, to: number): number {
  return truth.agent.reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)),
    0,
  );
}

export function agentSpeeches(truth: LineTruth): Span[] {
  const speeches: Span[] = [];
  for (const span of truth.agent) {
    const last = speeches.at(-1);
    if (last !== undefined && span.from - last.to <= betweenWordsMs) last.to = span.to;
    else speeches.push({ ...span });
  }
  return speeches;
}

/** The middle value, or the mean of the two in the middle; absent for no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
