/** How long a silence must be before it ends the caller's turn. */
import type { Expectation } from "./types.ts";
import { countDigits, normalize } from "./words.ts";

/**
 * Silence that ends an ordinary turn, by what the chart waits for, ms. Providers take as long before a reply can be heard: a
 * shorter silence would gain nothing, and would cut people off who breathe.
 */
const usual = {
  yesNo: 400,
  open: 560,
  address: 560,
  telephone: 560,
  story: 700,
} as const satisfies Record<Expectation, number>;

/** A reply is prepared so long before a turn ends that waits for more, ms: most models have answered by then. */
const preparedBeforeMs = 1200;
/** Quiet after which a recognizer has caught up with the voice, ms: finals take 247 to 326, and 500 where one is slow. */
const caughtUpMs = 550;

/** A turn does not end on one of these: the caller is looking for the next word. */
const trailing =
  /\b(?:and|but|so|or|because|cause|um|uh|er|erm|like|the|a|an|my|our|your|his|her|their|is|are|was|it's|its|there's|i'm|we're)$/;
/** "Well …" leads on where nothing has been said before it; "they don't close well" does not. */
const onlyWell = /^(?:(?:oh|ah|yes|yeah|no|okay|ok|so|and|but) )*well$/;
/** Nor on one of these, unless the recognizer heard the end of a sentence: "they can come in." */
const mayLeadOn = /\b(?:i|we|to|at|in|on|of|with|from|for|unit|about|then|that|which|when|if)$/;
const sentenceEnd = /[.?!]["']?\s*$/;
const shortAnswer =
  /^(?:yes|yeah|yep|yup|no|nope|nah|correct|right|sure|okay|ok|that's right|that is right|i am|i do)\b/;
const telephoneDigits = 10;

/** The words lead on to others: the caller looks for the next one, or a number lacks digits. */
export function leadsOn(words: string, expects: Expectation): boolean {
  const said = normalize(words);
  if (trailing.test(said) || onlyWell.test(said) || /[,;:-]\s*$/.test(words)) return true;
  if (mayLeadOn.test(said) && !endsSentence(words)) return true;
  const digits = expects === "telephone" ? countDigits(said) : 0;
  return digits > 0 && digits < telephoneDigits;
}

export const endsSentence = (words: string): boolean => sentenceEnd.test(words);

/**
 * Milliseconds of silence, from the last voiced sample, after which a reply is prepared although more words may come: the
 * guess costs a request, and most pauses in the middle of a sentence are over sooner.
 */
export const prepareWait = ({ words, expects, bounds }: Omit<TurnSoFar, "endOfTurn">): number =>
  leadsOn(words, expects) ? Math.max(caughtUpMs, bounds.maxMs - preparedBeforeMs) : caughtUpMs;

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
  if (leadsOn(words, expects)) return bounds.maxMs;
  if (expects === "telephone" && countDigits(said) >= telephoneDigits) return bounds.minMs;
  const answers = shortAnswer.test(said);
  if ((expects === "yesNo" || expects === "telephone") && answers && said.split(" ").length <= 3)
    return bounds.minMs;
  // Whoever is asked for a yes or a no, and says something else, has something to tell.
  const told = expects === "yesNo" && !answers ? "open" : expects;
  const wait = usual[told] * (endsSentence(words) ? 0.9 : 1.3) * modelFactor(endOfTurn);
  return Math.round(Math.min(bounds.maxMs, Math.max(bounds.minMs, wait)));
}

/** Ends scored 0.17 to 0.59 and pauses 0.07 to 0.65 on human speech: only the outer ranges tell anything. */
function modelFactor(probability: number | undefined): number {
  if (probability === undefined) return 1;
  if (probability >= 0.6) return 0.8;
  return probability < 0.12 ? 1.5 : 1;
}
