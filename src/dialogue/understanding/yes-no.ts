/** Whether the caller agrees or disagrees, whatever else is said with it. */
import type { Spoken } from "./spoken.ts";

const fillers = /^(?:(?:um|uh(?! huh)|well|so|oh|hm|hmm|er|and|actually|please) \|? ?)+/;
const unsure =
  /^(?:i am |i )?(?:dont know|not sure|no idea|have no idea|unsure|cant tell|cant say|maybe|couldnt say)\b/;

const strongNo =
  /^(?:no|nope|nah|naw|no thanks|negative|not really|not at all|none|nothing|nobody|never|uh uh|nuh uh|i dont|i do not|dont|wrong|incorrect|that is (?:not|wrong|incorrect)|it is (?:not|wrong)|not (?:right|correct|quite|that|yet|yes)|they (?:cant|may not|cannot)|(?:he|she|you) (?:cant|may not)|absolutely not|of course not|i would rather not)\b/;
const strongYes =
  /^(?:yes|yeah|yep|yup|yea|ya|yah|aye|affirmative|absolutely|definitely|certainly|of course|exactly|correct|that is (?:right|correct|it|fine|good|ok|okay|the one|true)|that works|it is(?: right| correct|$| \|)|you got it|sounds (?:good|right)|looks good|go ahead|please do|uh huh|mm hmm|mhm|mm hm|i guess(?: so)?|i think so|i do\b|they (?:can|may)|(?:he|she|you) (?:can|may)|sure thing|all good|no problem|you bet|for sure)\b/;
/** Words of agreement only when next to nothing follows: `right now it is pouring` is not a yes. */
const weakYes =
  /^(?:ok|okay|right|sure|fine|good|perfect|great|alright|all right|please)\b(?: \w+| \|){0,3}$/;
const anywhereYes = /\b(?:that is (?:right|correct)|is (?:right|correct|the best)|all correct)$/;

export function yesNoIn(spoken: Spoken): "yes" | "no" | undefined {
  const said = spoken.plain.replace(fillers, "");
  if (unsure.test(said)) return undefined;
  if (/^(?:no|nope|nah) \|? ?(?:yes|yeah|yep)\b/.test(said)) return "yes";
  if (/^(?:yes|yeah|yep) \|? ?(?:no|nope|nah)\b/.test(said)) return "no";
  if (/^no (?:problem|worries)\b/.test(said)) return "yes";
  if (/^(?:i )?(?:dont|do not) (?:think so|believe so)\b/.test(said)) return "no";
  if (/^(?:yes|yeah|yep)? ?\|? ?(?:not right|not correct)\b/.test(said)) return "no";
  if (strongNo.test(said)) return "no";
  if (strongYes.test(said) || weakYes.test(said) || anywhereYes.test(said)) return "yes";
  return undefined;
}

/** `no, it's fine` after a read-back means: nothing to change. */
export function meansNothingToChange(spoken: Spoken): boolean {
  const { plain } = spoken;
  if (/^(?:no|nope|nah)? ?\|? ?(?:nothing|no changes?)\b/.test(plain)) return true;
  const contented = /^(?:no|nope|nah)\b.*\b(?:fine|good|right|correct|perfect|okay|ok)$/.test(plain);
  return contented && !/\b(?:not|isnt|wrong)\b/.test(plain);
}
