/** When each stage of a turn was done, counted from the caller's last voiced sample. */
import type { TurnLatency } from "./ports.ts";

type Stage = Exclude<keyof TurnLatency, "wait_ms">;

/** A mark set again counts from its last time; one from before the last voiced sample belongs to what was thrown away. */
export class TurnTrace {
  readonly #marks = new Map<Stage, number>();
  #voicedUntil: number | undefined;
  #phraseAt = -Infinity;

  mark(stage: Stage, at: number): void {
    this.#marks.set(stage, at);
  }

  /** A fixed phrase began: words from before it are answered late on purpose, and measure nothing. */
  phraseBegan(at: number): void {
    this.#phraseAt = at;
  }

  /** The floor was taken: the turn's last voiced sample is known for good. */
  taken(voicedUntil: number, at: number): void {
    this.#voicedUntil = voicedUntil < this.#phraseAt ? undefined : voicedUntil;
    this.mark("end_of_turn_ms", at);
  }

  /** The agent's first sample is being heard. Absent when no turn of the caller's preceded it. */
  answered(at: number): TurnLatency | undefined {
    const from = this.#voicedUntil;
    if (from === undefined) return undefined;
    const latency: TurnLatency = { wait_ms: Math.round(at - from) };
    for (const [stage, marked] of this.#marks) if (marked >= from) latency[stage] = Math.round(marked - from);
    this.#voicedUntil = undefined;
    this.#marks.clear();
    return latency;
  }
}
