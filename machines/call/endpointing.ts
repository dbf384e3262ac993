/** How long a silence must be before it ends the caller's turn. */
import type { Expectation } from "./types.ts";
import { countDigits, normalize } from "./words.ts";

/** Silence that ends an ordinary turn, by what the chart waits for, ms. */
const usual = {
  yesNo: 400,
  open: 520,
  address: 560,
  telephone: 560,
  story: 600,
} as const satisfies Record<Expectation, number>;

/** A turn does not end on one of these: the caller is looking for the next word. */
const leadsOn =
  /\b(?:and|but|so|or|because|cause|um|uh|er|erm|well|like|the|a|an|my|our|your|his|her|their|is|are|was|it's|its|there's|i'm|we're)$/;
/** Nor on one of these, unless the recognizer heard the end of a sentence: "they can come in." */
const mayLeadOn = /\b(?:i|we|to|at|in|on|of|with|from|for|about|then|that|which|when|if)$/;
const sentenceEnd = /[.?!]["']?\s*$/;
const shortAnswer =
  /^(?:yes|yeah|yep|yup|no|nope|nah|correct|right|sure|okay|ok|that's right|that is right|i am|i do)\b/;
const telephoneDigits = 10;

export interface TurnSoFar {
  words: string;
  expects: Expectation;
  /** The end-of-turn model's probability, 0 to 1; absent when it has not answered. */
  endOfTurn: number | undefined;
  bounds: { minMs: number; maxMs: number };
}

/**
 * Milliseconds of silence, from the last voiced sample, after which the turn is over. The words decide first (a trailing
 * "and" waits, a plain yes does not), then what the chart expects (a number of seven digits is not yet a number), then the
 * model on the audio, which alone separates ends from pauses too weakly to be trusted with more than a factor.
 */
export function endpointWait({ words, expects, endOfTurn, bounds }: TurnSoFar): number {
  const said = normalize(words);
  const sentenceEnds = sentenceEnd.test(words);
  if (leadsOn.test(said) || /[,;:-]\s*$/.test(words)) return bounds.maxMs;
  if (mayLeadOn.test(said) && !sentenceEnds) return bounds.maxMs;
  if (expects === "telephone") {
    const digits = countDigits(said);
    if (digits >= telephoneDigits) return bounds.minMs;
    if (digits > 0) return bounds.maxMs;
  }
  if (
    (expects === "yesNo" || expects === "telephone") &&
    shortAnswer.test(said) &&
    said.split(" ").length <= 3
  )
    return bounds.minMs;
  const wait = usual[expects] * (sentenceEnds ? 0.9 : 1.3) * modelFactor(endOfTurn);
  return Math.round(Math.min(bounds.maxMs, Math.max(bounds.minMs, wait)));
}

/** Ends scored 0.17 to 0.59 and pauses 0.07 to 0.65 on human speech: only the outer ranges tell anything. */
function modelFactor(probability: number | undefined): number {
  if (probability === undefined) return 1;
  if (probability >= 0.6) return 0.8;
  return probability < 0.12 ? 1.5 : 1;
}
