/**
 * Turns that were taken while the caller had not finished, as far as a call shows it: the caller goes on at once, with words, and
 * the chart gives the floor back. `docs/observability.md` says what this cannot see.
 */
import type { CallLogEntry } from "#src/call/handle.ts";
import type { Evidence } from "./report.ts";

/** A voice that begins later is an interruption of the reply, or asks where it is. */
const goesOnWithinMs = 1500;
/** The turn is the agent's; what was guessed (`endpointing`) is not said yet. */
const answering = /^live\.turn\.responding\.(?:thinking|toolCalling|speaking|interrupted)/;
const floorGivenBack = /^live\.turn\.(?:listening\.hearing|responding\.endpointing)/;

export class TakenTurns {
  #taken: { at: number; soundedAt?: number; voicedAt?: number } | undefined;
  #leaf = "";
  #cause = "";

  /** What shows that the last turn was taken wrongly; undefined when this entry does not. */
  note(entry: CallLogEntry): Evidence | undefined {
    switch (entry.kind) {
      case "turn":
        if (entry.speaker === "tenant") this.#taken = { at: entry.at };
        return undefined;
      case "event":
        this.#cause = entry.event.type;
        if (this.#taken === undefined) return undefined;
        if (entry.event.type === "playout.started") this.#taken.soundedAt ??= entry.event.at;
        if (entry.event.type === "vad.speechStarted") this.#taken.voicedAt = entry.event.voicedAt;
        return undefined;
      case "states": {
        const before = this.#leaf;
        this.#leaf = entry.leaves.find((leaf) => leaf.startsWith("live.turn.")) ?? "";
        const givenBack = answering.test(before) && floorGivenBack.test(this.#leaf);
        // The reply was over: what the caller says next is the next turn.
        return givenBack && this.#cause !== "playout.finished" ? this.#judge() : undefined;
      }
      case "effect":
      case "webhook":
      case "tool":
      case "problem":
        return undefined;
    }
  }

  #judge(): Evidence | undefined {
    if (this.#taken === undefined) return undefined;
    const { at, soundedAt, voicedAt } = this.#taken;
    this.#taken = undefined;
    // No voice began: the words were spoken before the turn was taken.
    if (voicedAt === undefined) return "lateWords";
    if (voicedAt > (soundedAt ?? at) + goesOnWithinMs) return undefined;
    return soundedAt === undefined ? "beforeReply" : "overReply";
  }
}
