/** Whether a problem waits for the office. What no rule knows is an emergency: a missed one is far worse than a false one. */
import type { Urgency } from "#machines/call/types.ts";

const grave =
  /\b(?:burst|flood\w*|pour\w*|gush\w*|spray\w*|everywhere|overflow\w*|sewage|sewer|backing up|backed up|through the (?:ceiling|wall|floor|light)|from the ceiling|no heat|no power|no electricity|power is out|no (?:running )?water(?! pressure)|no air condition\w*|frozen|only toilet|locked out|(?:wont|cant|doesnt|not) (?:lock|close|shut|secure)|smashed|broken into|kicked in|alarm (?:wont|will not|is) (?:stop|going)|wont stop|cant stop|getting worse|(?:in|into|to) (?:my |the |our )?(?:neighbors?|downstairs|apartment below|unit below))\b/;
const smallTap =
  /\b(?:faucet|tap|shower ?head|shower|sink)\b.{0,20}\b(?:drip\w*|leak\w*)|\b(?:drip\w*|leak\w*) (?:faucet|tap|shower)/;
const minor =
  /\b(?:light ?bulbs?|bulb|slow(?:ly)? drain\w*|drain\w*(?: is| are)?(?: a bit| very| really| pretty)? slow\w*|dishwasher|dryer|washer|washing machine|microwave|oven|stove|burner|fridge|refrigerator|freezer|garbage disposal|appliance|mice|mouse|roach\w*|ants|bugs|bed ?bugs|pests?|wasps|noise|noisy|loud|squeak\w*|paint|scratch\w*|toilet (?:keeps |is |wont stop )?running|running toilet|blinds?|cabinet|hot water|water pressure|chirp\w*|low battery|doorbell|mailbox|parking|carpet|mold)\b/;
const leaking = /\b(?:leak\w*|water (?:all over|on the floor|coming))\b/;

export function urgencyOf(plain: string): Urgency {
  if (grave.test(plain)) return "emergency";
  if (smallTap.test(plain)) return "routine";
  return minor.test(plain) && !leaking.test(plain) ? "routine" : "emergency";
}
