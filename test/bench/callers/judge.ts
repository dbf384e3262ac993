/**
 * What came of a call: what the caller did, and when the agent was heard. What it asked the model for says of a speech after a
 * silence which it is: one that goes on, or the answer to what was said.
 */
import { agentSpeeches, type Span } from "#src/simulate/measure.ts";
import type { Interruption, SoundMade, Turn } from "../result.ts";
import { type Act, listensAfterSoundMs } from "./act.ts";

/** What happened on a line. Times are milliseconds of one clock. */
export interface Heard {
  acts: readonly Act[];
  /** When the agent could be heard, in order. */
  agent: readonly Span[];
  /** When the agent asked the model for a reply. */
  asked: readonly number[];
}

interface Judged {
  turns: Turn[];
  bargeIns: Interruption[];
  sounds: SoundMade[];
}

/** Speech that goes on for so long after the caller has finished was not silenced by what was said. */
const silencedWithinMs = 500;

export function judge({ acts, agent, asked }: Heard): Judged {
  const speeches = agentSpeeches({ caller: [], agent });
  const askedBetween = (from: number, to: number): boolean => asked.some((at) => at > from && at < to);
  const judged: Judged = { turns: [], bargeIns: [], sounds: [] };
  const turns = acts.filter(({ kind }) => kind === "turn");
  for (const act of acts) {
    const over = speeches.find(({ from, to }) => from < act.from && act.from < to);
    const silenced = over !== undefined && over.to <= act.to + silencedWithinMs;
    if (act.kind === "turn") {
      const until = nextOf(turns, act)?.from ?? Infinity;
      const isAnswer = ({ from }: Span): boolean =>
        from >= act.to && from < until && askedBetween(act.from, from);
      judged.turns.push(turnOf(act, speeches, isAnswer));
      if (over !== undefined) judged.bargeIns.push(silenced ? { silencedMs: over.to - act.from } : {});
    } else if (over !== undefined) {
      const until = Math.min(act.to + listensAfterSoundMs, nextOf(turns, act)?.from ?? Infinity);
      const next = speeches.find(({ from }) => from > over.to && from < until);
      const resumed = next !== undefined && !askedBetween(act.from, next.from);
      judged.sounds.push({ kind: act.kind, silenced, ...(silenced ? { resumed } : {}) });
    }
  }
  return judged;
}

/** What the agent says when the caller has begun to speak again is no answer to this turn. */
function turnOf(act: Act, speeches: readonly Span[], isAnswer: (speech: Span) => boolean): Turn {
  const wronglyTaken = speeches.some(({ from }) => from > act.from && from < act.to);
  const speaking = speeches.some(({ from, to }) => from < act.to && act.to < to);
  const answer = speeches.find(isAnswer);
  if (wronglyTaken || speaking || answer === undefined) return { wronglyTaken };
  return { waitMs: answer.from - act.to, wronglyTaken };
}

const nextOf = (turns: readonly Act[], act: Act): Act | undefined =>
  turns.find(({ from }) => from > act.from);
