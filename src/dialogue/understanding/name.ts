/** The caller's name: introduced by `my name is` or `this is`, or bare when it was asked for. */
import type { Range, Spoken } from "./spoken.ts";
import { titleCase } from "./words.ts";

export interface HeardName {
  name: string;
  range: Range;
}

/** Words that end a name, and that are no name after `this is` or `I'm`. */
const notName =
  "(?!(?:a|an|the|my|our|your|in|at|on|from|and|but|so|to|i|it|is|we|you|he|she|they|that|this|there|with|for|of|about|not|no|yes|yeah|" +
  "calling|living|here|unit|apartment|apt|number|really|very|just|still|also|now|what|why|who|how|when|where|one|urgent|emergency|" +
  "ridiculous|unacceptable|crazy|bad|terrible|awful|serious|horrible|going|happening|getting|having|locked|sorry|sure|fine|okay|ok|safe|good|" +
  "right|wrong|correct|freezing|cold|hot|flooding|leaking|trying|standing|looking|outside|inside|home|stuck|scared|afraid|hurt|ok|alright|" +
  "angry|tired|waiting|tenant|resident|maintenance|because|only|all|been|being|having|wet|done|sick|burning|out|up|down|it|like|an|as|if|um|uh|er|hm|hmm|mhm|mm|huh|what|hello|hi|hey|please|rather|want|know)\\b)";
const word = `${notName}[a-z]+`;
const upToThree = `(${word}(?: ${word}){0,2})`;
const introduced = new RegExp(
  `\\b(?:my name is|the name is|name is|they call me|call me|you can call me|name (?=\\w+ \\w+$)) ${upToThree}`,
);
const thisIs = new RegExp(
  `\\bthis is ${upToThree}(?= \\||$| (?:from|in|at|and|calling|here|i|unit|apartment|we|my|the|with|speaking|a)\\b)`,
);
const iAm = new RegExp(`\\bi am ${upToThree}(?= \\||$| (?:from|in|at|and|calling|unit|apartment)\\b)`);
const speaking = new RegExp(`^${upToThree} (?:here|speaking)\\b`);
const opener =
  /^(?:(?:um|uh|yes|yeah|sure|ok|okay|well|so|hi|hello|it is|i am|this is|my name is|name is|the name is|that is|just|of course|you can say) \|? ?)+/;

export function nameIn(spoken: Spoken, expected: boolean): HeardName | undefined {
  const told = introduced.exec(spoken.plain) ?? (expected ? null : announced(spoken));
  if (told?.[1] !== undefined) return named(spoken, told[1], told.index, told.index + told[0].length);
  return expected ? bareName(spoken) : undefined;
}

/** Without the question before it, `this is Sam` is believed, `this is pouring` is not: the name must be written as one. */
function announced(spoken: Spoken): RegExpExecArray | null {
  for (const pattern of [thisIs, iAm, speaking]) {
    const match = pattern.exec(spoken.plain);
    if (match?.[1] !== undefined && writtenAsName(spoken.written, match[1], pattern !== iAm)) return match;
  }
  return null;
}

/** Some recognizers write everything in lower case; then `this is …` has only the words that follow it to go by. */
function writtenAsName(written: string, name: string, lowerCaseToo: boolean): boolean {
  if (written === written.toLowerCase()) return lowerCaseToo;
  const first = name.split(" ")[0] ?? "";
  return new RegExp(`\\b${titleCase(first)}\\b`).test(written);
}

function bareName(spoken: Spoken): HeardName | undefined {
  const rest = spoken.plain.replace(opener, "");
  const match = new RegExp(`^${upToThree}(?: \\||$| (?:here|speaking|and|from|in)\\b)`).exec(rest);
  if (match?.[1] === undefined) return undefined;
  const start = spoken.plain.length - rest.length;
  return named(spoken, match[1], 0, start + match[1].length);
}

function named(spoken: Spoken, name: string, start: number, end: number): HeardName | undefined {
  const asWritten = new RegExp(name.split(" ").join("[ ,.]+"), "i").exec(spoken.written)?.[0];
  const spelling =
    asWritten === undefined || asWritten === asWritten.toLowerCase() ? titleCase(name) : asWritten;
  return { name: spelling, range: { start, end } };
}
