/**
 * The state key of the graph. Two snapshots with one key behave alike: they meet every event with the same effects, and lead to
 * the same keys. The key holds the whole state value and the context, less what no guard, delay or effect can read again before
 * it is overwritten; moments are told relative to the latest, counters up to where guards stop counting. That this is sound is
 * tested wherever two different snapshots meet in one key.
 */
import type { CallContext } from "#machines/call/types.ts";
import { type CallSnapshot, isIn } from "#src/rules/step.ts";

export function stateKey(snapshot: CallSnapshot): string {
  const { value, status, context } = snapshot;
  if (status === "done") return "done";
  return JSON.stringify([value, heard(snapshot), reply(snapshot), phrase(snapshot), rest(context)]);
}

/** No guard tells apart what lies further back than the longest delay. */
const horizonMs = 100_000;

/** The caller's present turn. */
function heard(snapshot: CallSnapshot): unknown[] {
  const { now, finalAt, wordsAt, voicedUntil, speechStartedAt, takenAt, endOfTurn } = snapshot.context;
  const { finals, interim, callerSilent, taken, answering } = snapshot.context;
  const ago = (at: number) => Math.min(horizonMs, now - at);
  return [
    finals,
    interim,
    callerSilent,
    finals === "" ? 0 : ago(finalAt),
    finals === "" && interim === "" ? 0 : ago(wordsAt),
    speechStartedAt > takenAt,
    ago(voicedUntil),
    ago(speechStartedAt),
    endOfTurn,
    taken,
    isIn(snapshot, "live.turn.responding.endpointing") ? answering : "",
  ];
}

/** What a reply begins anew. */
function reply(snapshot: CallSnapshot): unknown[] {
  const { turnTaken, brain, ears } = snapshot.context;
  if (!isIn(snapshot, "live.turn.responding")) return [turnTaken, brain, ears];
  const { pendingTools, talking, bargedIn, brokeOff, voiceFailed, fillers, murmur } = snapshot.context;
  return [turnTaken, brain, ears, pendingTools, talking, bargedIn, brokeOff, voiceFailed, fillers, murmur];
}

/** The fixed phrase, as long as somebody may ask which it is. */
function phrase(snapshot: CallSnapshot): unknown {
  const { announcement } = snapshot.context;
  const matters =
    isIn(snapshot, "ringing") ||
    isIn(snapshot, "live.turn.announcing") ||
    isIn(snapshot, "live.recording.askingConsent") ||
    announcement.phrase.startsWith("safety.");
  return matters ? announcement : "";
}

const upTo = (most: number, count: number) => Math.min(most, count);

function rest(context: CallContext): unknown[] {
  const { reprompts, failures, transferWanted, endWanted, rung, hazards, owed, facts } = context;
  const { evacuating, evacuated, replyOwed, onHold, keys, timeShort, mustEnd, dispatched } = context;
  return [
    [upTo(2, reprompts), upTo(2, failures), transferWanted, endWanted, rung, hazards, owed, facts],
    [evacuating, evacuated, replyOwed, onHold, keys, timeShort, mustEnd, dispatched, context.withHuman],
    [context.asked, context.news, upTo(2, context.mute)],
  ];
}
