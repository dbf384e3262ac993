/** All rules that hold in every call. */
import { hangingUpEnds, neverBreaks, nothingWaitsForWebhooks, toldInOrder } from "./ending.ts";
import { humanOrExplanation } from "./human.ts";
import { failuresAreHandled, silenceIsMet, somethingAlwaysFollows, voiceSilencesUs } from "./never-silent.ts";
import type { Rule } from "./rule.ts";
import { warnedFirst } from "./safety.ts";
import { guessesReachNothing, noToolTwice } from "./speculation.ts";

export const rules: readonly Rule[] = [
  hangingUpEnds,
  neverBreaks,
  failuresAreHandled,
  somethingAlwaysFollows,
  silenceIsMet,
  voiceSilencesUs,
  warnedFirst,
  guessesReachNothing,
  noToolTwice,
  humanOrExplanation,
  nothingWaitsForWebhooks,
  toldInOrder,
];
