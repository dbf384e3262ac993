/** A caller's line of speech: its sound goes on the line, and its words to the recognizer's stand-in, in the same moment. */
import type { CallerLine } from "./caller-line.ts";
import type { SpokenLine } from "./speech.ts";

/**
 * The recognizer's stand-in: it gives out the caller's own words as the audio arrives. Told at the moment at which the line
 * begins; `endMs` counts from the line's first sample. Sounds are not in it, a line of sounds alone is not told.
 */
export interface SpeechPort {
  say(line: SpeechWords): void;
  /** The caller has fallen silent: what was not yet spoken is never recognized. */
  cut(): void;
}

interface SpeechWords {
  chunks: readonly { words: readonly { text: string; endMs: number }[]; endMs: number }[];
}

interface Begun {
  /** When it is heard, on the line's clock. */
  from: number;
  to: number;
  /** `endMs` counts from the line's first sample. */
  words: readonly { text: string; endMs: number }[];
}

/** Speaks now; nothing else may be under way on the line, since the words are timed from now. */
export function beginLine(spoken: SpokenLine, line: CallerLine, speech: SpeechPort): Begun {
  const heard = line.say(spoken);
  const chunks = spoken.chunks
    .filter(({ kind }) => kind === "words")
    .map(({ words, endMs }) => ({ words, endMs }));
  if (chunks.length > 0) speech.say({ chunks });
  return { ...heard, words: chunks.flatMap(({ words }) => words) };
}
