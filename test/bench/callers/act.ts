/** What a caller does on the line. */
import type { Span } from "#src/simulate/measure.ts";
import type { SoundMade } from "../result.ts";

/** First voiced sample and the end of the last one, on the line's clock. */
export interface Act extends Span {
  kind: "turn" | SoundMade["kind"];
}

/** Whose cough has silenced the agent listens for so long whether it goes on. */
export const listensAfterSoundMs = 3_000;
