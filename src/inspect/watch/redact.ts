/** Allow-list of what a watcher may see. A new event, or a new part of the context, does not compile until it is decided here. */
import type { AnyStateNode, EventObject } from "xstate";
import { callMachine } from "#machines/call/machine.ts";
import {
  type CallContext,
  type CallEvent,
  type Facts,
  hazardCategories,
  type Urgency,
} from "#machines/call/types.ts";
import type { WatchedEvent } from "./message.ts";
import {
  allow,
  type Allowed,
  length,
  listOf,
  never,
  number,
  oneOf,
  part,
  type Rule,
  words,
  wordsIn,
  yesNo,
} from "./rules.ts";

const factNames: Record<keyof Facts, true> = {
  safe: true,
  problem: true,
  trade: true,
  urgency: true,
  severity: true,
  address: true,
  propertyId: true,
  unit: true,
  name: true,
  callbackNumber: true,
  permissionToEnter: true,
  accessNotes: true,
  confirmed: true,
};
const isFact = oneOf(Object.keys(factNames));
const knownFacts: Rule = (value) =>
  typeof value === "object" && value !== null ? listOf(isFact)(Object.keys(value)) : undefined;

const category = oneOf(hazardCategories);
const urgencies: Record<Urgency, true> = { lifeSafety: true, emergency: true, routine: true };
/** A model may make up the name of a tool, out of anything. */
const toolName = oneOf(toolsIn(callMachine.root));
const tool: Rule = (value) => toolName(part(value, "name"));
/** A phrase's name as a pack's file has it. */
const phraseName: Rule = (value) =>
  typeof value === "string" && /^(?:safety\.)?[a-z][a-zA-Z]{1,30}\d?$/.test(value) ? value : undefined;
const providers = oneOf(["stt", "llm", "tts"]);
const failure: Rule = (value) =>
  typeof value === "string" && /^(?:timeout|deaf|stalled|status \d{3})$/.test(value) ? value : undefined;

const at = { at: number };
const nothing = {};

const events: { readonly [Type in CallEvent["type"]]: Allowed } = {
  "call.answered": at,
  "call.hungUp": { by: oneOf(["caller", "network"]) },
  "call.endRequested": { reason: oneOf(["wrongNumber", "completed"]) },
  "dtmf.pressed": nothing,
  "line.broken": nothing,
  "line.mended": nothing,
  "call.mustEnd": nothing,
  "hold.started": nothing,
  "hold.ended": nothing,
  "vad.speechStarted": { ...at, voicedAt: number },
  "vad.paused": { ...at, voicedUntil: number },
  "vad.voiced": at,
  "vad.speechEnded": { ...at, voicedUntil: number },
  "eot.predicted": { ...at, probability: number },
  "stt.interim": { ...at, text: wordsIn },
  "stt.final": { ...at, text: wordsIn },
  "llm.started": at,
  "llm.toolCalled": { call: tool },
  "playout.started": at,
  "playout.drained": at,
  "playout.finished": { ...at, said: yesNo },
  "facts.recorded": { facts: knownFacts },
  "hazard.heard": { category },
  "dispatch.requested": { urgency: oneOf(Object.keys(urgencies)) },
  "dispatch.acknowledged": nothing,
  "dispatch.declined": nothing,
  "dispatch.sent": nothing,
  "transfer.requested": { reason: oneOf(["key", "deaf", "unacknowledged"]) },
  "tool.finished": nothing,
  "tool.failed": nothing,
  "provider.failed": { provider: providers, reason: failure },
  "provider.degraded": { provider: providers, reason: failure },
  "provider.recovered": { provider: providers },
  "silence.noticed": { ...at, ms: number },
  "turn.taken": { text: wordsIn },
  "safety.owed": nothing,
  "safety.evacuated": nothing,
  "transfer.told": nothing,
  "transfer.next": nothing,
  "transfer.failed": nothing,
  "keypad.entered": nothing,
};
const context: { readonly [Key in keyof CallContext]-?: Rule } = {
  callId: never,
  callerNumber: never,
  ladder: length,
  asksForRecording: yesNo,
  endpointing: (value) => ({ minMs: number(part(value, "minMs")), maxMs: number(part(value, "maxMs")) }),
  repromptMs: number,
  limitMs: number,
  acknowledgeMs: number,
  resumed: yesNo,
  refusal: oneOf(["notInService", "lineDisabled"]),
  finals: words,
  interim: words,
  finalAt: number,
  wordsAt: number,
  taken: words,
  takenAt: number,
  murmur: words,
  answering: words,
  turnTaken: yesNo,
  callerSilent: yesNo,
  speechStartedAt: number,
  voicedUntil: number,
  now: number,
  endOfTurn: number,
  expects: oneOf(["open", "story", "yesNo", "address", "telephone"]),
  brain: oneOf(["model", "secondModel", "script"]),
  ears: oneOf(["first", "second"]),
  announcement: (value) => ({
    phrase: phraseName(part(value, "phrase")),
    afterwards: oneOf(["listen", "handOver", "end"])(part(value, "afterwards")),
  }),
  pendingTools: listOf(tool),
  talking: yesNo,
  bargedIn: yesNo,
  brokeOff: yesNo,
  voiceFailed: yesNo,
  fillers: number,
  reprompts: number,
  failures: number,
  mute: number,
  transferWanted: yesNo,
  endWanted: oneOf(["wrongNumber", "completed", "silent"]),
  hungUpBy: oneOf(["caller", "network"]),
  rung: number,
  hazards: listOf(category),
  owed: listOf(category),
  evacuating: yesNo,
  evacuated: yesNo,
  replyOwed: yesNo,
  onHold: yesNo,
  keys: length,
  timeShort: yesNo,
  mustEnd: yesNo,
  facts: knownFacts,
  dispatched: yesNo,
  asked: number,
  news: phraseName,
  withHuman: yesNo,
};

/** The type, and what is allow-listed of the rest; errors by name only. */
export function redactEvent(event: EventObject): WatchedEvent {
  const allowed: Allowed = (events as Readonly<Record<string, Allowed>>)[event.type] ?? nothing;
  const kept: WatchedEvent = { type: event.type, ...allow(event, allowed) };
  if (event.type.startsWith("xstate.error.")) kept["error"] = errorName(part(event, "error"));
  return kept;
}

/** Yes and no, counts, and names out of known lists. */
export const redactContext = (value: unknown): Record<string, unknown> => allow(value, context);

const errorName = (error: unknown): string =>
  error instanceof Error && /^[A-Z][A-Za-z]{2,40}$/.test(error.name) ? error.name : typeof error;

function toolsIn({ meta, states }: AnyStateNode): string[] {
  const tools = part(meta, "tools");
  const own = Array.isArray(tools) ? tools.filter((name) => typeof name === "string") : [];
  return [...own, ...Object.values(states).flatMap(toolsIn)];
}
