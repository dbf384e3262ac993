/** What is wrong, and how bad it is, out of an opening story or an answer from which everything else was taken away. */
import { gap, hear } from "./spoken.ts";
import { soundsLikeProblem } from "./trade.ts";

export interface Story {
  problem?: string;
  severity?: string;
}

const longestWords = 25;
/** `and` joins clauses only where a subject follows: `the sink and the tub` is one thing. */
const clauseBreak =
  /[.;!?,]+|\b(?:and|so)\b(?= (?:it|it's|there|there's|i|i'm|we|we're|now|water|they|nobody|everyone|everybody)\b)|\b(?:but|because)\b/i;
const opener =
  /^(?:(?:hi|hello|hey|good (?:morning|evening|afternoon|night)|um+|uh+|er|oh|(?:yes|yeah|yep|no|nope)(?=[ ]*(?:,|$)| (?:it|it's|the|there|there's|i|i'm|we|we're|my|they|he|she|that|that's|just|but|and|because|please)\b)|ok|okay|so|well|please|and|but|because|listen|look|oh my god|my god|god|help|you have to help(?: me)?|i need help(?: with)?|i(?:'m| am) calling (?:because(?: of)?|about|to report)?|i(?:'d| would) like to report|i want(?:ed)? to report|it'?s that|the problem is(?: that)?|the thing is(?: that)?|i think|like|just)\b[ ,]*)+/i;
const dangling =
  /(?:(?:^|[ ,]+)(?:in|at|on|from|of|for|to|and|but|so|because|i'?m|i am|i live|we're|it'?s|it is|the|my|unit|apartment|number))+$/i;
const leading = /^(?:(?:in|at|from|and|on)\b[ ,]*)+/i;
const grading =
  /\b(?:everywhere|pour\w*|gush\w*|spray\w*|flow\w*|coming (?:through|down|in|out|up)|through the (?:ceiling|wall|floor)|all over|wont stop|cant stop|still (?:running|going|leaking|coming)|drip\w*|bucket|inch\w*|ankle|getting worse|spreading|slow\w*|fast|bad|whole (?:apartment|place|floor|building|house)|neighbors?|downstairs|upstairs|freezing|degrees|for (?:hours|days)|since (?:this |last |yesterday|morning|\d)|just a (?:little|bit|few)|stopped|turned (?:it |the water )?off|shut (?:it |the water )?off|flood\w*|baby|elderly)\b/;
const aboutSafety =
  /\b(?:(?:nobody|no one|none of us) is|(?:every(?:one|body)|we|i) (?:is|are|am) (?:all )?(?:safe|fine|ok|okay|all right|alright)|no (?:gas|smoke|sparks|fire)|not hurt)\b/;
const noContent =
  /^(?:hello|hi|hey|help|please|yes|no|yeah|ok|okay|what|who|sorry|thanks|thank you|um+|uh+|hm+|mhm|mm|an? emergency|(?:it is|i have|this is|there is|we have)(?: an?| like an?)? (?:emergency|problem|maintenance (?:emergency|problem|issue)|issue|situation)|my apartment|i live there|can you help(?: me)?|i need (?:some )?help(?: \w+){0,3}|i need (?:some )?(?:somebody|someone|maintenance)|are you there|is anyone there|anyone there|is this (?:the )?\w+(?: \w+)?)$/;

/** `leastWords`: as many words are taken for a problem even when they sound like none; left out, they are not. */
export function storyIn(leftover: string, { leastWords = Infinity }: { leastWords?: number } = {}): Story {
  const clauses = clausesOf(leftover);
  const at = clauses.findIndex((clause) => soundsLikeProblem(hear(clause).plain));
  const told = at < 0 ? clauses.findIndex((clause) => clause.split(/\s+/).length >= leastWords) : at;
  const problem = clauses[told];
  if (problem === undefined) return {};
  const grades = clauses.filter((clause, index) => index !== told && grading.test(hear(clause).plain));
  return {
    problem: shortened(problem),
    ...(grades.length === 0 ? {} : { severity: shortened(grades.join(", ")) }),
  };
}

/** An answer to a question about the problem: taken as it was said, whatever it is. */
export function answerIn(leftover: string): string | undefined {
  const clauses = clausesOf(leftover);
  return clauses.length === 0 ? undefined : shortened(clauses.join(", "));
}

/** Only what grades a problem that is known already. */
export function gradingIn(leftover: string): string | undefined {
  const grades = clausesOf(leftover).filter((clause) => grading.test(hear(clause).plain));
  return grades.length === 0 ? undefined : shortened(grades.join(", "));
}

/** Clauses with a content of their own, greetings and what is about safety left out. */
function clausesOf(text: string): string[] {
  const parts = text.split(gap);
  return parts
    .map((part, index) => (index < parts.length - 1 ? `${part.trim().replace(dangling, "")},` : part))
    .map((part, index) => (index > 0 ? part.trim().replace(leading, "") : part))
    .flatMap((part) => part.split(clauseBreak))
    .map((clause) => clause.trim().replace(opener, "").trim())
    .filter((clause) => /[a-z]{2}/i.test(clause))
    .filter((clause) => !noContent.test(hear(clause).plain) && !aboutSafety.test(hear(clause).plain));
}

function shortened(text: string): string {
  const words = text.split(/\s+/);
  return words.length <= longestWords ? text : words.slice(0, longestWords).join(" ");
}
