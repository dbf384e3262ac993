/** Whether anybody is in danger, as the caller sees it. Dangers themselves are heard by the hazard recognizer. */
import type { Spoken } from "./spoken.ts";
import { yesNoIn } from "./yes-no.ts";

const safe =
  /\b(?:(?:nobody|no one|no body|none of us) (?:is|was|got|are) (?:\w+ )?(?:hurt|injured|harmed|in danger)|(?:every(?:one|body)(?: is)?|we are|i am|all of us are) (?:all )?(?:safe|fine|ok|okay|all right|alright)|(?:no|not) (?:danger|in danger|hurt|injured))\b/;
const safeAnswer =
  /\b(?:none of (?:that|those)|nothing like that|just (?:the |some )?(?:water|a leak)|all (?:good|fine|safe))\b/;
const unsafe =
  /\b(?:not (?:safe|ok|okay|fine|all right)|isnt safe|arent safe|am hurt|are hurt|in danger(?! no))\b/;

/** `asked`: the question was whether anyone is hurt or in danger, so a yes is danger. */
export function safeIn(spoken: Spoken, asked: boolean): boolean | undefined {
  if (safe.test(spoken.plain) && !/\b(?:are|is|am) not (?:safe|ok|okay|fine)\b/.test(spoken.plain))
    return true;
  if (unsafe.test(spoken.plain)) return false;
  if (!asked) return undefined;
  if (safeAnswer.test(spoken.plain)) return true;
  const answer = yesNoIn(spoken);
  if (answer === undefined) return undefined;
  return answer === "no";
}
