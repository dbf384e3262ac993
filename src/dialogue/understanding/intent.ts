/** What the caller wants of us besides answering: a person, another number, the question again, a moment. */
import type { Spoken } from "./spoken.ts";

export type Intent = "human" | "wrongNumber" | "repeat" | "hold" | "presence" | "when" | "robot" | "goodbye";

const human =
  /\b(?:(?:speak|talk|speaking|talking) (?:to|with) (?:a |an |the |your |some )?(?:real |live |actual |human )*(?:person|people|human|someone|somebody|manager|supervisor|agent|representative|operator|landlord|super|boss|staff|people)|(?:get|give|put|connect|transfer) me (?:on |through )?(?:to |with )?(?:a |an |the |your |some)?(?:real |live |human )*(?:person|human|someone|somebody|one|body|manager|supervisor|operator|representative|landlord)|(?:real|live|actual) (?:person|human|operator)|human being|want (?:a|the|your) (?:human|person|manager|supervisor)|(?:need|let me have) (?:a|the|your) (?:human|manager|supervisor|operator)|(?:dont|do not|not) (?:want to |going to )?(?:talk|talking|speak|speaking) to (?:a |an |this )?(?:machine|robot|computer|bot)|^(?:operator|representative|agent|human|manager)(?: please)?$)\b/;
const anger =
  /\b(?:ridiculous|unacceptable|fed up|sick (?:and tired )?of (?:this|you|calling)|had (?:it|enough)(?: with| of)?(?: you| this)?$|useless|stupid (?:machine|robot|thing|question|questions|bot)|shut up|stop asking|what the (?:hell|fuck)|god ?dam\w*|damn it|dammit|bullshit|fuck\w*|screw you|i will sue|my lawyer|how many times do i|this is a joke|are you (?:kidding|deaf|stupid))\b/;
const shouting = /(?:\b[A-Z]{2,}\b[ ,]*){4,}!/;
const wrongNumber =
  /\b(?:(?:have|got|dialed|dialled|called|call|is this) (?:the |a )?wrong number|wrong number|misdial\w*|dialed (?:it )?wrong|(?:meant|trying|wanted) to (?:call|reach) (?:a |the |my )?(?:pizza|restaurant|dentist|doctor|bank|pharmacy|mom|mother|dad|brother|sister|friend|wife|husband|cab|taxi|someone else|somebody else)|is this (?:the )?(?:\w+ )?(?:pizza\w*|restaurant|pharmacy|dentist|bank|taxi)|i want(?:ed)? to order|sorry i thought this was)\b/;
const repeat =
  /^(?:(?:um|uh|i am|sorry|excuse me|wait|hm) \|? ?)*(?:what|huh|pardon(?: me)?|sorry|excuse me|come again|what (?:did you|was that|do you mean)(?: \w+){0,3}|(?:can|could|would) you (?:please )?(?:repeat|say)(?: \w+){0,4}|say (?:that|it) again|repeat that|i (?:didnt|dont|cant|couldnt) (?:hear|understand|catch|get)(?: \w+){0,4}|once more)(?: please)?(?: sorry)?$/;
const hold =
  /\b(?:hold on|hang on|(?:one|a|just a|give me a|wait a) (?:sec|second|minute|moment)|1 (?:sec|second|minute|moment)|let me (?:check|look|see|find|think|ask)|^wait|please wait)(?: please)?$/;
const presence =
  /^(?:(?:hello|hi|hey)(?: \|? ?(?:hello|hi|hey|there))*|are you (?:still )?there|is any(?:one|body) there|can you hear me|you there|hello (?:\| )?(?:are you there|can you hear me|is any(?:one|body) there))$/;
const when =
  /\b(?:when (?:will|is|are|can|do|does|would)|how (?:long|soon|fast|quickly)|what time (?:will|is|are)|will (?:they|he|she|someone|somebody) (?:be|come)|are they (?:on|coming))\b/;
const robot =
  /\b(?:are you (?:a |an )?(?:robot|machine|computer|bot|human|real|person|ai|a i|recording)|am i (?:talking|speaking) (?:to|with) (?:a |an )?(?:robot|machine|computer|bot|real|human|person|ai|recording)|is this (?:a )?(?:recording|robot|machine|computer|bot))\b/;
const goodbye =
  /^(?:(?:ok|okay|no|thanks|thank you|all right|alright|great|good) \|? ?)*(?:bye|goodbye|bye bye|good night)\b/;

/** Ordered: asking for a person outweighs everything else that is said. */
export function intentIn(spoken: Spoken): Intent | undefined {
  const { plain, written } = spoken;
  if (robot.test(plain)) return "robot";
  if (human.test(plain) || anger.test(plain) || shouting.test(written)) return "human";
  if (wrongNumber.test(plain)) return "wrongNumber";
  if (repeat.test(plain)) return "repeat";
  if (hold.test(plain)) return "hold";
  if (presence.test(plain)) return "presence";
  if (goodbye.test(plain)) return "goodbye";
  return when.test(plain) ? "when" : undefined;
}
