/** The chart's and the API's own names in words that an operator uses. An unknown name is spelt out, never hidden. */

/** `carbonMonoxide` is `Carbon monoxide`, `AGENT_UTTERANCE` is `Agent utterance`. */
export function spelt(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const stages: Record<string, string> = {
  welcome: "Greeting",
  safetyCheck: "Checking safety",
  problem: "What is wrong",
  severity: "How bad it is",
  location: "Where it is",
  contact: "Who is calling",
  access: "Getting in",
  confirmation: "Reading back",
  dispatched: "Help is sent",
  closing: "Closing",
};
/** In the order of the intake. */
export const stageNames = Object.keys(stages);
export const stageLabel = (stage: string): string => stages[stage] ?? spelt(stage);

const urgencies: Record<string, string> = {
  lifeSafety: "Life safety",
  emergency: "Emergency",
  routine: "Routine",
};
export const urgencyLabel = (urgency: string): string => urgencies[urgency] ?? spelt(urgency);

export const hazardLabel = (hazard: string): string => spelt(hazard);

const facts: Record<string, string> = {
  safe: "Everybody safe",
  problem: "What is wrong",
  trade: "Trade",
  urgency: "Urgency",
  severity: "How bad it is",
  address: "Address",
  propertyId: "Property",
  unit: "Unit",
  name: "Caller's name",
  callbackNumber: "Call back on",
  permissionToEnter: "May enter when nobody opens",
  accessNotes: "Getting in",
  confirmed: "Read back and confirmed",
};
/** Names of facts in the order in which a technician reads them; the database keeps an order of its own. */
export function factsInOrder(names: readonly string[]): string[] {
  const known = Object.keys(facts);
  return [...known.filter((name) => names.includes(name)), ...names.filter((name) => !known.includes(name))];
}
export const factLabel = (name: string): string => facts[name] ?? spelt(name);

const providers: Record<string, string> = {
  stt: "Speech recognition",
  llm: "Language model",
  tts: "Voice",
  livekit: "LiveKit",
  deepgram: "Deepgram",
  openai: "OpenAI",
};
export const providerLabel = (name: string): string => providers[name] ?? spelt(name);

const reasons: Record<string, string> = {
  confirmed: "The caller confirmed it.",
  evacuation: "The caller had to leave the building; nobody could confirm it.",
  unacknowledged: "Whoever was asked before did not say that they come.",
  hungUp: "The caller hung up before it could be confirmed.",
};
export const dispatchReason = (reason: string): string => reasons[reason] ?? `${spelt(reason)}.`;

export function valueText(name: string, value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (name === "urgency" && typeof value === "string") return urgencyLabel(value);
  if (name === "trade" && typeof value === "string") return spelt(value);
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

const actions: Record<string, string> = {
  signInFailed: "Sign-in failed",
  memberSet: "Member added or changed",
  runViewed: "Call looked at",
  recordingHeard: "Recording listened to",
  exported: "Caller's data exported",
  erased: "Call or caller erased",
};
/** Of the audit log. */
export const actionLabel = (action: string): string => actions[action] ?? spelt(action);

const statuses: Record<string, string> = { running: "Running", completed: "Finished", lost: "Lost" };
export const statusLabel = (status: string): string => statuses[status] ?? spelt(status);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
