/** The longest time for which a caller heard nothing while it was not theirs to speak: from the audio, and from whose turn it was. */
import type { CallRecord } from "./call-record.ts";
import { agentSpeeches, type LineTruth, type Span } from "./measure.ts";

/** The caller may speak, or a telephone rings: silence of ours is no fault here. */
const theirs =
  /^live\.(?:turn\.listening\.silent|turn\.handedOff|line\.(?:transferring|withHuman|onHold|broken))$/;

/**
 * Milliseconds of the longest stretch in which neither side made a sound, less what of it was the caller's turn. Counted from
 * the caller's last sample, so that the wait for an answer is a silence, too; the end of the call is none.
 */
export function longestSilence({ truth, entries }: Pick<CallRecord, "truth" | "entries">): number {
  const free = freeSpans(entries);
  return Math.max(
    0,
    ...quiet(truth).map(
      ({ from, to }) => to - from - free.reduce((sum, span) => sum + overlap(span, { from, to }), 0),
    ),
  );
}

/** Between two sounds, whosever they are. */
function quiet(truth: LineTruth): Span[] {
  const sounds = [...agentSpeeches(truth), ...truth.caller].toSorted((one, other) => one.from - other.from);
  let until = sounds[0]?.to ?? 0;
  const gaps: Span[] = [];
  for (const { from, to } of sounds) {
    if (from > until) gaps.push({ from: until, to: from });
    until = Math.max(until, to);
  }
  return gaps;
}

function freeSpans(entries: CallRecord["entries"]): Span[] {
  const spans: Span[] = [];
  let since: number | undefined;
  for (const entry of entries) {
    if (entry.kind !== "states") continue;
    const isFree = entry.leaves.some((leaf) => theirs.test(leaf));
    if (isFree) since ??= entry.at;
    else if (since !== undefined) {
      spans.push({ from: since, to: entry.at });
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, { from: since, to: Infinity }];
}

const overlap = (one: Span, other: Span): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
