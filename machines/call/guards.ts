/** Questions that the chart asks of its memory and of an event. Pure, and named so that the drawn chart shows words. */
import { endsSentence, leadsOn } from "./endpointing.ts";
import type { CallContext, CallEvent, HazardCategory, Provider, Stage } from "./types.ts";
import { asSpoken, isBackchannel, isListeningWord, normalize, turnWords } from "./words.ts";

interface Args {
  context: CallContext;
  event: CallEvent;
}

const heardText = (event: CallEvent): string => {
  if (event.type === "keypad.entered") return event.digits;
  return event.type === "stt.interim" || event.type === "stt.final" ? event.text : "";
};

// The floor
export const callerSilent = ({ context }: Args): boolean => context.callerSilent;
export const callerTalking = ({ context }: Args): boolean => !context.callerSilent;
export const hasWords = ({ context }: Args): boolean => turnWords(context) !== "";
export const hasUnansweredWords = ({ context }: Args): boolean =>
  context.callerSilent && turnWords(context) !== "";
/** Nothing is answered while an instruction is owed that nobody could hear. */
export const hasWordsToAnswer = (args: Args): boolean => hasUnansweredWords(args) && nothingOwed(args);
/** The words are all there, as far as one can tell: the recognizer has spoken since the last voiced sample. */
export const wordsStand = ({ context, event }: Args): boolean => {
  const words = turnWords(context);
  if (!("voicedUntil" in event) || words === "" || leadsOn(words, context.expects)) return false;
  return context.wordsAt >= event.voicedUntil || endsSentence(words);
};
export const bringsWords = ({ event }: Args): boolean => normalize(heardText(event)) !== "";
/** Words that do not lead on to others. */
export const completesWords = (args: Args): boolean =>
  bringsWords(args) && !leadsOn(`${args.context.finals} ${heardText(args.event)}`, args.context.expects);
/** All words so far are final: the recognizer has spoken after the last voiced sample. */
export const wordsAreFinal = ({ context }: Args): boolean =>
  context.finals !== "" && context.interim === "" && context.finalAt >= context.voicedUntil;
/** A final that came after the turn was taken, and is no repetition of it. */
export const bringsLateWords = ({ context, event }: Args): boolean => {
  const words = normalize(heardText(event));
  return words !== "" && !repeats(words, normalize(context.taken));
};
/** A recognizer that comes too late corrects a word or two: most of the words are those that were taken already. */
const repeats = (late: string, taken: string): boolean => {
  const known = new Set(taken.split(" "));
  const words = late.split(" ");
  return words.filter((word) => known.has(word)).length > 0.6 * words.length;
};
export const spokeForLong = ({ context }: Args): boolean =>
  context.voicedUntil - context.speechStartedAt > 600;

/** The transcript has more or other words than those that the reply in preparation answers, not the same written otherwise. */
export const saysMore = ({ context, event }: Args): boolean => {
  const answering = asSpoken(context.answering);
  const words = asSpoken(`${context.finals} ${heardText(event)}`);
  return event.type === "stt.final" ? words !== answering : !answering.startsWith(words);
};

/** Words over our own voice that ask for the floor; a life-safety instruction and the call's end do not give it up. */
export const takesFloor = ({ context, event }: Args): boolean =>
  context.owed.length === 0 && !context.mustEnd && !isBackchannel(heardText(event), context.expects);

/** A word of listening that would be an answer if the agent were about to end. */
export const murmurs = ({ context, event }: Args): boolean =>
  context.owed.length === 0 && isListeningWord(heardText(event));
/** The agent ended right after a murmur: it was an answer. */
const answerWithinMs = 1500;
export const murmurAnswers = ({ context, event }: Args): boolean =>
  context.murmur !== "" &&
  event.type === "playout.finished" &&
  event.at - context.voicedUntil < answerWithinMs;

/** Words over a life-safety instruction: answered after it. */
export const isForLater = ({ context, event }: Args): boolean =>
  context.owed.length > 0 && normalize(heardText(event)) !== "";

/** Said before our voice went on, recognized only now. */
export const takesFloorLate = (args: Args): boolean =>
  args.context.speechStartedAt > args.context.takenAt && takesFloor(args) && bringsLateWords(args);

export const takesFloorDuringTool = (args: Args): boolean => args.context.bargedIn && takesFloor(args);

// The reply
export const turnTakenOver = ({ context }: Args): boolean => context.turnTaken && !context.callerSilent;
export const turnTaken = ({ context }: Args): boolean => context.turnTaken;
export const talking = ({ context }: Args): boolean => context.talking;
export const toolPending = ({ context }: Args): boolean => context.pendingTools.length > 0;
export const moreToolsPending = ({ context }: Args): boolean => context.pendingTools.length > 1;
export const bargedIn = ({ context }: Args): boolean => context.bargedIn;
export const brokeOff = ({ context }: Args): boolean => context.brokeOff;
export const modelFailed = ({ context, event }: Args): boolean =>
  context.brain !== "script" && failed(event) === "llm";
export const replyFailed = ({ event }: Args): boolean => failed(event) === "llm" || failed(event) === "tts";
/** A sentence could not be synthesized while the turn was still a guess. */
export const voiceBroke = ({ context }: Args): boolean => context.voiceFailed;
export const failedTooOften = ({ context }: Args): boolean => context.failures >= 1;
export const voiceBrokeTooOften = (args: Args): boolean => voiceBroke(args) && failedTooOften(args);
export const replyFailedTooOften = (args: Args): boolean => replyFailed(args) && failedTooOften(args);
export const modelAnswers = ({ context }: Args): boolean => context.brain !== "script";
export const endWanted = ({ context }: Args): boolean =>
  context.endWanted !== undefined && context.owed.length === 0;
/** A wrong number, or everything done: nothing else lets the agent end a call. */
export const mayEnd = ({ context, event }: Args): boolean =>
  event.type === "call.endRequested" &&
  (event.reason === "wrongNumber" ? context.facts.problem === undefined : context.dispatched);
export const transferWanted = ({ context }: Args): boolean =>
  context.transferWanted && context.owed.length === 0;
/** The reply had no words for the transfer that it asked for. */
export const transferUnsaid = (args: Args): boolean => transferWanted(args) && !saidSomething(args);
export const saidSomething = ({ event }: Args): boolean =>
  event.type === "playout.finished" && event.said !== false;
export const askedByKey = ({ context, event }: Args): boolean =>
  event.type === "transfer.requested" && event.reason === "key" && context.owed.length === 0;
export const somethingOwed = ({ context }: Args): boolean => context.owed.length > 0;
export const owesUnheard = (args: Args): boolean => args.context.onHold && somethingOwed(args);
export const unheardWhileTalking = (args: Args): boolean => owesUnheard(args) && callerTalking(args);
export const mayFill = ({ context }: Args): boolean => context.fillers < 2;
export const silentForLong = ({ event }: Args): boolean =>
  event.type === "silence.noticed" && event.ms >= 3000;
export const deafTooOften = (args: Args): boolean => spokeForLong(args) && args.context.failures >= 2;
export const nothingOwed = ({ context }: Args): boolean => context.owed.length === 0;

/** Nothing of ours reaches the caller, and no human answered: the call helps nobody any more. */
export const muteTooOften = ({ context }: Args): boolean => context.mute >= 2;
export const muteAndNobodySent = (args: Args): boolean => muteTooOften(args) && !args.context.dispatched;

// Fixed phrases
export const anotherHazardOwed = ({ context }: Args): boolean =>
  sayingHazard({ context }) && context.owed.length > 1;
export const asksConsentNext = ({ context }: Args): boolean =>
  context.announcement.phrase === "greeting" && context.asksForRecording;
export const endsCall = ({ context }: Args): boolean =>
  context.announcement.afterwards === "end" && context.owed.length === 0;
/** The caller fell silent, or the time is over, and nobody has been sent: somebody is told to call back. */
export const endsCallUnfinished = (args: Args): boolean =>
  endsCall(args) && (args.context.endWanted === "silent" || (args.context.mustEnd && leftUnfinished(args)));
export const handsOver = ({ context }: Args): boolean => context.announcement.afterwards === "handOver";
export const mayReprompt = ({ context }: Args): boolean => context.reprompts < 2;
export const onHold = ({ context }: Args): boolean => context.onHold;
export const mustEnd = ({ context }: Args): boolean => context.mustEnd && context.owed.length === 0;
export const timeShort = ({ context }: Args): boolean => context.timeShort && context.owed.length === 0;
export const refused = ({ context }: Args): boolean => context.refusal !== undefined;
export const hasNews = ({ context }: Args): boolean =>
  context.news !== undefined && context.owed.length === 0;
export const replyOwed = ({ context }: Args): boolean => context.replyOwed && !context.transferWanted;
export const mayClose = ({ context }: Args): boolean =>
  !context.onHold && context.dispatched && context.owed.length === 0;

// Safety
const sayingHazard = ({ context }: Pick<Args, "context">): boolean =>
  context.announcement.phrase === `safety.${context.owed[0]}`;
/** On hold, or while the line is broken, nobody hears what is said. */
export const heardHazard = ({ context }: Pick<Args, "context">): boolean =>
  sayingHazard({ context }) && !context.onHold;
export const instructionUnheard = ({ context }: Args): boolean => sayingHazard({ context }) && context.onHold;
export const isNewHazard = ({ context, event }: Args): boolean =>
  event.type === "hazard.heard" && !context.hazards.includes(event.category);
const evacuates: readonly HazardCategory[] = ["gas", "carbonMonoxide", "fire", "collapse"];
/** The last instruction that was owed has been heard, and one of them sent the caller out of the building. */
export const lastAndEvacuates = ({ context }: Args): boolean =>
  !context.evacuated &&
  heardHazard({ context }) &&
  context.owed.length === 1 &&
  context.hazards.some((hazard) => evacuates.includes(hazard));
export const lastOwed = ({ context }: Args): boolean => heardHazard({ context }) && context.owed.length === 1;

// Intake
/** A stage that facts answer; the others end otherwise. */
export type AnsweredStage = Exclude<Stage, "welcome" | "dispatched" | "closing">;

/** The facts that answer a stage. */
export const knows = ({ context: { facts, hazards } }: Args, params: { stage: AnsweredStage }): boolean => {
  switch (params.stage) {
    case "safetyCheck":
      return facts.safe !== undefined || hazards.length > 0;
    case "problem":
      return facts.problem !== undefined;
    case "severity":
      return facts.severity !== undefined;
    case "location":
      return (facts.propertyId !== undefined || facts.address !== undefined) && facts.unit !== undefined;
    case "contact":
      return facts.callbackNumber !== undefined && facts.name !== undefined;
    case "access":
      return facts.permissionToEnter !== undefined;
    case "confirmation":
      return facts.confirmed === true;
  }
};
export const confirmed = ({ context }: Args): boolean => context.facts.confirmed === true;
export const canBeCalledBack = ({ context }: Args): boolean =>
  context.callerNumber !== undefined || context.facts.callbackNumber !== undefined;
export const evacuatedAndReachable = ({ context }: Args): boolean =>
  context.evacuating && context.facts.callbackNumber !== undefined;
/** Enough is known to send somebody, nobody was sent, and the caller is gone. */
export const leftUnfinished = ({ context, event }: Args): boolean =>
  !context.dispatched &&
  !context.withHuman &&
  context.endWanted !== "wrongNumber" &&
  (context.hazards.length > 0 ||
    (context.facts.problem !== undefined && canBeCalledBack({ context, event })));

// Dispatch
export const acknowledges = ({ context }: Args): boolean => context.acknowledgeMs !== undefined;
export const moreToAsk = ({ context }: Args): boolean => context.asked < context.ladder.length;

// Line and providers
const key = (event: CallEvent): string => (event.type === "dtmf.pressed" ? event.digit : "");
/** 0 is a digit of a number that is being entered, and asks for a human otherwise. */
export const pressedZero = ({ context, event }: Args): boolean => key(event) === "0" && context.keys === "";
export const pressedStar = ({ event }: Args): boolean => key(event) === "*";
export const pressedHash = ({ event }: Args): boolean => key(event) === "#";
export const dials = (args: Args): boolean => /^\d$/.test(key(args.event)) && !pressedZero(args);
/** A key during a phrase after which we listen anyway: the phrase stops. */
export const dialsOverPhrase = (args: Args): boolean =>
  dials(args) && args.context.owed.length === 0 && args.context.announcement.afterwards === "listen";
/** Ten digits, or eleven with the country's 1. */
export const completesNumber = ({ context: { keys }, event }: Args): boolean =>
  /^\d$/.test(key(event)) && keys.length + 1 >= (keys.startsWith("1") ? 11 : 10);
export const moreOnLadder = ({ context }: Args): boolean => context.rung + 1 < context.ladder.length;
const failed = (event: CallEvent): Provider | undefined =>
  event.type === "provider.failed" ? event.provider : undefined;
export const failedProvider = ({ event }: Args, params: { provider: Provider }): boolean =>
  failed(event) === params.provider;
export const degradedProvider = ({ event }: Args, params: { provider: Provider }): boolean =>
  event.type === "provider.degraded" && event.provider === params.provider;
export const recoveredProvider = ({ event }: Args, params: { provider: Provider }): boolean =>
  event.type === "provider.recovered" && event.provider === params.provider;

// Recording
export const asksForRecording = ({ context }: Args): boolean => context.asksForRecording;
/** The whole answer agrees: "fine, but don't record it" does not. */
const agreement =
  /^(?:(?:yes|yeah|yep|yup|sure|okay|ok|fine|absolutely|of course|go ahead|i agree|i do|you (?:can|may)|(?:that|it)(?:'s| is) (?:fine|okay|ok|all ?right)|please(?: do)?|thank you|thanks)(?: |$))+$/;
export const agrees = ({ context, event }: Args): boolean =>
  context.announcement.phrase === "askConsent" &&
  event.type === "turn.taken" &&
  agreement.test(normalize(event.text));
