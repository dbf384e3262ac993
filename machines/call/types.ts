/** The vocabulary of the call chart: what it is told (events), what it remembers (context), what it is given (input). */

export const hazardCategories = [
  "gas",
  "carbonMonoxide",
  "fire",
  "electrical",
  "medical",
  "violence",
  "collapse",
  "entrapment",
] as const;
export type HazardCategory = (typeof hazardCategories)[number];

/** The states of the `intake` region, in order; a stage's name is what webhooks call `stage`. */
export const stages = [
  "welcome",
  "safetyCheck",
  "problem",
  "severity",
  "location",
  "contact",
  "access",
  "confirmation",
  "dispatched",
  "closing",
] as const;
export type Stage = (typeof stages)[number];

export type Urgency = "lifeSafety" | "emergency" | "routine";

/**
 * What the caller has told us. An absent field is not known yet; the intake region moves on from a stage as soon as that
 * stage's fields are known, in whatever order they came.
 */
export interface Facts {
  /** Nobody is in danger (true), or somebody is (false). Answers `safetyCheck`. */
  safe?: boolean;
  /** What is wrong and where, in a short phrase. Answers `problem`. */
  problem?: string;
  /** The vendor's trade, a name from the workspace's vendors, for instance `plumbing`. */
  trade?: string;
  urgency?: Urgency;
  /** How bad it is and whether it is still going on. Answers `severity`. */
  severity?: string;
  /** Address as the caller says it, or the property's address once it was found. Answers `location` with `unit`. */
  address?: string;
  /** The workspace's id of the property, once it was found in the workspace's list. */
  propertyId?: string;
  /** Unit as spoken and written, for instance `4B`; `none` when the building has no units. */
  unit?: string;
  /** The caller's name. Answers `contact` with `callbackNumber`. */
  name?: string;
  /** Digits only, ten or more. */
  callbackNumber?: string;
  /** A technician may enter when nobody opens. Answers `access`. */
  permissionToEnter?: boolean;
  /** Pets, gate codes, anything about getting in. */
  accessNotes?: string;
  /** The caller agreed with the read-back. Answers `confirmation`. */
  confirmed?: boolean;
}

/** What kind of answer the chart waits for; it decides how long a silence may be before it counts as the end of a turn. */
export type Expectation = "open" | "story" | "yesNo" | "address" | "telephone";

/** Fixed phrases, named as in a pack's `phrases.yaml`; `safety.*` are the life-safety instructions. */
export type PhraseName =
  | "greeting"
  | "reprompt1"
  | "reprompt2"
  | "promiseCallBack"
  | "filler1"
  | "filler2"
  | "apology"
  | "transferring"
  | "tryingNext"
  | "nobodyAnswered"
  | "dispatchAcknowledged"
  | "dispatchEscalated"
  | "allSystemsDown"
  | "askConsent"
  | "goodbye"
  | "cutOff"
  | "notInService"
  | "lineDisabled"
  | "timeShort"
  | "timeOver"
  | "lineClosing"
  | `safety.${HazardCategory}`;

export type Provider = "stt" | "llm" | "tts";
/** Who makes the replies, in the order in which they are tried. */
export type Brain = "model" | "secondModel" | "script";
/** The recognizer in use: the streaming one, or the one that is given whole stretches of speech. */
export type Ears = "first" | "second";

export interface ToolCall {
  /** The id that the model gave; the result goes back under it. */
  id: string;
  name: string;
  /** The arguments as JSON text, unparsed. */
  arguments: string;
}

/** Why a call ended: the caller hung up, we closed or refused it, the line was lost, or a human took over. */
export type Outcome =
  | "dispatched"
  | "logged"
  | "wrongNumber"
  | "callerHungUp"
  | "callerSilent"
  | "withHuman"
  | "evacuated"
  | "lineLost"
  | "refused"
  | "completed";

/** Every time (`at`, `voicedAt`, `voicedUntil`) is milliseconds on the call's own monotonic clock. */
export type CallEvent =
  | { type: "call.answered"; at: number }
  | { type: "call.hungUp"; by: "caller" | "network" }
  | { type: "call.endRequested"; reason: "wrongNumber" | "completed" }
  | { type: "dtmf.pressed"; digit: string }
  /** The way to the caller broke, and is being mended; nothing is heard meanwhile. */
  | { type: "line.broken" }
  | { type: "line.mended" }
  /** The call has to end: its time is over, or the process that runs it has to stop. */
  | { type: "call.mustEnd" }
  | { type: "hold.started" }
  | { type: "hold.ended" }
  /** Voice began; `voicedAt` is the first voiced sample, earlier than `at` by what the detector needed. */
  | { type: "vad.speechStarted"; at: number; voicedAt: number }
  /** About 100 ms of quiet inside speech: the earliest hint that the turn may be over. */
  | { type: "vad.paused"; at: number; voicedUntil: number }
  /** The voice went on after `vad.paused`, before the detector had given up on it. */
  | { type: "vad.voiced"; at: number }
  | { type: "vad.speechEnded"; at: number; voicedUntil: number }
  | { type: "eot.predicted"; at: number; probability: number }
  | { type: "stt.interim"; at: number; text: string }
  | { type: "stt.final"; at: number; text: string }
  /** The first token of a reply, or of its next part after tools. */
  | { type: "llm.started"; at: number }
  | { type: "llm.toolCalled"; call: ToolCall }
  /** Something of the present phrase or reply is being heard, for the first time or again after `playout.drained`. */
  | { type: "playout.started"; at: number }
  /** All that was there has been heard; more is still being made. */
  | { type: "playout.drained"; at: number }
  /** `said: false`: nothing was heard but fillers, or nothing at all. */
  | { type: "playout.finished"; at: number; said?: boolean }
  | { type: "facts.recorded"; facts: Facts }
  | { type: "hazard.heard"; category: HazardCategory }
  | { type: "dispatch.requested"; vendor: string; trade: string; urgency: Urgency }
  /** Whoever was asked to come says that they will, or that they cannot. */
  | { type: "dispatch.acknowledged" }
  | { type: "dispatch.declined" }
  | { type: "transfer.requested"; reason: string }
  | { type: "tool.finished" }
  | { type: "tool.failed"; reason: string }
  /** What was asked of it will not come. */
  | { type: "provider.failed"; provider: Provider; reason: string }
  /** The first of its kind failed and another has taken over in its stead: nothing is missing. */
  | { type: "provider.degraded"; provider: Provider; reason: string }
  /** The first of its kind works again. */
  | { type: "provider.recovered"; provider: Provider }
  /** It is our turn, and nothing of ours has been heard for `ms`: told by a clock that knows nothing of why. */
  | { type: "silence.noticed"; at: number; ms: number }
  /** Raised by the chart itself, so that one region may tell another. */
  | { type: "turn.taken"; text: string }
  | { type: "safety.owed" }
  | { type: "safety.evacuated" }
  | { type: "transfer.told" }
  | { type: "transfer.next" }
  | { type: "transfer.failed" }
  | { type: "dispatch.sent" }
  | { type: "keypad.entered"; digits: string };

/** What the chart tells the reply that it invoked. */
export type ReplyCommand =
  | { type: "reply.released" }
  | { type: "tool.finished" }
  | { type: "tool.failed"; reason: string };

/** What a fixed phrase leads to once it has been heard. */
export type Afterwards = "listen" | "handOver" | "end";

export interface CallInput {
  callId: string;
  /** The number the caller calls from, E.164; absent when withheld. */
  callerNumber?: string;
  /** Whom to transfer to, in order, E.164. */
  ladder: readonly string[];
  /** The workspace opted in to recording, so the caller is asked. */
  asksForRecording: boolean;
  /** Bounds of the silence that ends a turn, and the silence before a reprompt, in ms. */
  endpointing: { minMs: number; maxMs: number };
  repromptMs: number;
  /** Longest time from the answer to the end, in ms; announced two minutes before. */
  limitMs: number;
  /** How long whoever is sent may take to say that they come, in ms; then the next is asked. Absent: they do not say so. */
  acknowledgeMs?: number;
  /** The call is taken over from a process that died in the middle of it. */
  resumed?: boolean;
  /** The call is not taken: the caller is told so, and put through to the ladder if there is one. */
  refusal?: "notInService" | "lineDisabled";
}

export interface CallContext extends CallInput {
  /** Recognized words of the caller's present turn that are final, and those that may still change. */
  finals: string;
  interim: string;
  /** When the latest final transcript came. */
  finalAt: number;
  /** When the recognizer last told words, final or not. */
  wordsAt: number;
  /** The words of the turn that was taken last, and when that was. */
  taken: string;
  takenAt: number;
  /** "Yes" or "okay" said over the agent: listening, unless the agent was about to end. */
  murmur: string;
  /** The words that the reply in preparation answers. */
  answering: string;
  /** The turn that is being answered was taken: said, recorded, no longer a guess. */
  turnTaken: boolean;
  callerSilent: boolean;
  speechStartedAt: number;
  voicedUntil: number;
  /** Time of the latest event that bore one. */
  now: number;
  /** What the end-of-turn model said of the present silence; absent until it did. */
  endOfTurn?: number | undefined;
  expects: Expectation;
  brain: Brain;
  ears: Ears;
  announcement: { phrase: PhraseName; afterwards: Afterwards };
  /** Tool calls of the reply that have not been run yet. */
  pendingTools: readonly ToolCall[];
  /** Something of the present reply is being heard. */
  talking: boolean;
  bargedIn: boolean;
  /** The brain broke off while its words were already being heard. */
  brokeOff: boolean;
  /** A sentence of the reply could not be synthesized while nothing could be said yet. */
  voiceFailed: boolean;
  /** Fillers played in the present reply. */
  fillers: number;
  reprompts: number;
  failures: number;
  /** How often in a row not even cached audio could be heard. */
  mute: number;
  transferWanted: boolean;
  endWanted?: "wrongNumber" | "completed" | "silent" | undefined;
  hungUpBy?: "caller" | "network";
  /** Position on the ladder of the number to try next. */
  rung: number;
  hazards: readonly HazardCategory[];
  /** Hazards whose instruction has not been heard to its end, the one being said first. */
  owed: readonly HazardCategory[];
  evacuating: boolean;
  /** Somebody was sent because the caller had to leave the building. */
  evacuated: boolean;
  /** A safety instruction cut off the reply to a turn that was taken. */
  replyOwed: boolean;
  onHold: boolean;
  /** Keys pressed so far of a number that is being entered. */
  keys: string;
  /** Two minutes are left, and the caller has not been told. */
  timeShort: boolean;
  mustEnd: boolean;
  facts: Facts;
  dispatched: boolean;
  /** How many on the ladder have been asked to come, after the vendor. */
  asked: number;
  /** What the caller is to be told as soon as nobody speaks. */
  news?: PhraseName | undefined;
  withHuman: boolean;
}

/**
 * `audible`: the agent may be heard. `hearing`: the caller has the floor. `speculative`: a guess that nothing outside may
 * see. `human`: a human has the call or is being reached. `closable`: the agent may end the call. `ours`: it is our turn, and
 * something of ours has to be heard.
 */
export type CallTag = "audible" | "ours" | "hearing" | "speculative" | "human" | "closable";

/** What a stage of the intake offers to the model. */
export interface StageMeta {
  tools: readonly string[];
}
