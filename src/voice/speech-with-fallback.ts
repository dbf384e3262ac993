/** Two voices of which one stands in for the other: before a sentence, and in the middle of it. */
import { firstWords, samplesPerLetter } from "./clip.ts";
import { type SpeechSynthesis, SynthesisFailed } from "./speech-synthesis.ts";

export type WhichSpeech = "first" | "second";

export interface SpeechWithFallbackOptions {
  first: SpeechSynthesis;
  second: SpeechSynthesis;
  /** Asked at each sentence's beginning. */
  preferred: () => WhichSpeech;
  /** `reason` is a short code, never the provider's text. */
  onFailed: (which: WhichSpeech, reason: string) => void;
  /** Said a sentence, or the rest of one, to its end. */
  onWorked: (which: WhichSpeech) => void;
}

/**
 * A sentence that breaks off is gone on with by the other voice, from a word that was hardly heard yet. Throws
 * `SynthesisFailed` when both fail; ends silently when `signal` aborts.
 */
export function speechWithFallback({
  first,
  second,
  preferred,
  onFailed,
  onWorked,
}: SpeechWithFallbackOptions): SpeechSynthesis {
  const voices = { first, second };
  return {
    async *synthesize(text, signal) {
      const which = preferred();
      let failure = new SynthesisFailed("no voice");
      let rest = text;
      for (const voice of [which, which === "first" ? "second" : "first"] as const) {
        let samples = 0;
        try {
          for await (const piece of voices[voice].synthesize(rest, signal)) {
            samples += piece.length;
            yield piece;
          }
          if (!signal.aborted) onWorked(voice);
          return;
        } catch (error) {
          if (signal.aborted) return;
          failure = error instanceof SynthesisFailed ? error : new SynthesisFailed("unexpected error");
        }
        onFailed(voice, failure.reason);
        rest = unheard(rest, samples);
        if (rest === "") return;
      }
      throw failure;
    },
  };
}

/** A voice may be this much slower than usual: to hear a word twice is better than to miss one. */
const slowest = 1.25;
/** A clause that is not longer than this so far is begun again: half of one is hard to understand. */
const shortClause = 25;

/** The end of `text` after `samples` of its speech. */
function unheard(text: string, samples: number): string {
  const heard = firstWords(text, samples / (text.length * samplesPerLetter * slowest));
  const clause = /^.*[,;:.!?\u2013\u2014]\s/s.exec(heard)?.[0].length ?? 0;
  const from = heard.length < text.length && heard.length - clause <= shortClause ? clause : heard.length;
  return text.slice(from).trimStart();
}
