/** What came of a call, from its audio alone: what the caller did, and when the agent was heard. */
import { agentSpeeches, type Span } from "#src/simulate/measure.ts";
import type { Interruption, SoundMade, Turn } from "../result.ts";
import { type Act, listensAfterSoundMs } from "./act.ts";

export interface CallOutcome {
  /** The caller's seconds on the line. */
  seconds: number;
  turns: Turn[];
  bargeIns: Interruption[];
  sounds: SoundMade[];
}

/** Speech that goes on for so long after the caller has finished was not silenced by what was said. */
const silencedWithinMs = 500;

/** `agent`: when it could be heard, in order. */
export function judge(acts: readonly Act[], agent: readonly Span[]): Omit<CallOutcome, "seconds"> {
  const speeches = agentSpeeches({ caller: [], agent });
  const outcome: Omit<CallOutcome, "seconds"> = { turns: [], bargeIns: [], sounds: [] };
  const turns = acts.filter(({ kind }) => kind === "turn");
  for (const act of acts) {
    const over = speeches.find(({ from, to }) => from < act.from && act.from < to);
    const silenced = over !== undefined && over.to <= act.to + silencedWithinMs;
    if (act.kind === "turn") {
      outcome.turns.push(turnOf(act, speeches, nextOf(turns, act)));
      if (over !== undefined) outcome.bargeIns.push(silenced ? { silencedMs: over.to - act.from } : {});
    } else if (over !== undefined) {
      const until = Math.min(act.to + listensAfterSoundMs, nextOf(turns, act)?.from ?? Infinity);
      const resumed = speeches.some(({ from }) => from > over.to && from < until);
      outcome.sounds.push({ kind: act.kind, silenced, ...(silenced ? { resumed } : {}) });
    }
  }
  return outcome;
}

/** An answer that comes when the caller has begun to speak again is none of this turn's. */
function turnOf(act: Act, speeches: readonly Span[], next: Act | undefined): Turn {
  const wronglyTaken = speeches.some(({ from }) => from > act.from && from < act.to);
  const speaking = speeches.some(({ from, to }) => from < act.to && act.to < to);
  const answer = speeches.find(({ from }) => from >= act.to && from < (next?.from ?? Infinity));
  if (wronglyTaken || speaking || answer === undefined) return { wronglyTaken };
  return { waitMs: answer.from - act.to, wronglyTaken };
}

const nextOf = (turns: readonly Act[], act: Act): Act | undefined =>
  turns.find(({ from }) => from > act.from);
