/** What an event changes of its run. The same events give the same run, in whatever order they arrive. */
import type { Selectable } from "kysely";
import { toldUsage } from "#src/api/costs/told-usage.ts";
import { addUsage, greaterUsage } from "#src/api/costs/usage-sum.ts";
import type { Projection, Rank, RunTable } from "#src/api/database/tables.ts";
import { withoutPersonal } from "#src/api/privacy/without-personal.ts";
import { countSequence } from "./gaps.ts";
import { medianOf, withWait } from "./median.ts";
import { compareRanks, isLater, rankOf } from "./rank.ts";
import { type Data, numberIn, objectIn, type ReceivedEvent, textIn } from "./received-event.ts";
import { isPlausible } from "./read-body.ts";
import { readMetadata } from "./telephone-metadata.ts";

export type RunRow = Omit<Selectable<RunTable>, "projection"> & { projection: Projection };

/** A run of which nothing is known but that `event` belongs to it. */
export function newRun(
  id: string,
  { workspaceId, sessionId, happenedAt, receivedAt }: ReceivedEvent,
): RunRow {
  return {
    id,
    workspaceId,
    sessionId,
    callSid: null,
    status: "running",
    callerNumber: null,
    callerHash: null,
    dialledNumber: null,
    startedAt: happenedAt,
    endedAt: null,
    lastEventAt: happenedAt,
    heardAt: receivedAt,
    durationSeconds: null,
    totalTurns: null,
    stage: null,
    hazards: [],
    urgency: null,
    facts: {},
    dispatch: null,
    transfer: null,
    providers: {},
    metadata: {},
    usage: null,
    costMicros: null,
    costByProvider: null,
    medianWaitMs: null,
    expected: 0,
    received: 0,
    redactedAt: null,
    projection: emptyProjection,
    position: 0,
  };
}

export const emptyProjection: Projection = {
  sources: {},
  hazards: {},
  urgency: null,
  gaps: [],
  waits: [],
  usageOfTurns: null,
  usageInAll: null,
};

/** Expects that no event is given twice. */
export function projectRun(before: RunRow, event: ReceivedEvent): RunRow {
  const run: RunRow = { ...before, projection: structuredClone(before.projection) };
  const rank = rankOf(event);
  run.lastEventAt = laterOf(run.lastEventAt, event.happenedAt);
  run.heardAt = laterOf(run.heardAt, event.receivedAt);
  if (run.projection.sources["startedAt"] === undefined && event.happenedAt < run.startedAt)
    run.startedAt = event.happenedAt;
  if (event.callSid !== null && run.redactedAt === null) setLatest(run, "callSid", event.callSid, rank);
  countIn(run, event);
  noteUsage(run, event);
  change(run, event, rank);
  run.hazards = hazardsInOrder(run.projection);
  run.urgency = run.hazards.length > 0 ? "lifeSafety" : run.projection.urgency;
  return run;
}

function change(run: RunRow, event: ReceivedEvent, rank: Rank): void {
  const { type, data } = event;
  if (type === "call_initiated") begin(run, event, rank);
  else if (type === "utterance") speak(run, data, rank);
  else if (type === "call_ended") end(run, event, rank);
  else if (type === "hazard_detected") addHazards(run, [data["category"]], rank);
  else if (type === "intake_recorded") addFacts(run, data, rank);
  else if (type.startsWith("dispatch_")) {
    addFacts(run, data, rank);
    addHazards(run, Array.isArray(data["hazards"]) ? data["hazards"] : [], rank);
    setUrgency(run, data["urgency"], rank);
    const { facts: _, caller_number: __, ...rest } = data;
    merge(run, "dispatch", { state: dispatchState(event), ...rest }, rank);
  } else if (type.startsWith("transfer_"))
    merge(run, "transfer", { state: type.slice("transfer_".length), ...data }, rank);
  else if (type.startsWith("provider_")) setProvider(run, data, rank);
}

/** A turn tells what was used since the one before, the end what was used in all. */
function noteUsage(run: RunRow, { type, data }: ReceivedEvent): void {
  const told = toldUsage(data["usage"]);
  if (told === undefined) return;
  const { projection } = run;
  if (type === "call_ended") projection.usageInAll = greaterUsage(projection.usageInAll ?? {}, told);
  else projection.usageOfTurns = addUsage(projection.usageOfTurns ?? {}, told);
  run.usage = greaterUsage(projection.usageOfTurns ?? {}, projection.usageInAll ?? {});
}

/** Who was asked before has not said that they come, and now the next one is. */
const dispatchState = ({ type, data }: ReceivedEvent): string =>
  type === "dispatch_requested" && data["reason"] === "unacknowledged"
    ? "escalated"
    : type.slice("dispatch_".length);

function begin(run: RunRow, { data, happenedAt }: ReceivedEvent, rank: Rank): void {
  const { caller, dialled, rest } = readMetadata(data["metadata"]);
  const told = textIn(data, "started_at");
  const startedAt = told !== undefined && isPlausible(told) ? new Date(told) : happenedAt;
  setLatest(run, "startedAt", startedAt, rank);
  setLatest(run, "metadata", rest, rank);
  if (dialled !== null) setLatest(run, "dialledNumber", dialled, rank);
  if (caller !== null && run.redactedAt === null) setLatest(run, "callerNumber", caller, rank);
}

function speak(run: RunRow, data: Data, rank: Rank): void {
  const stage = textIn(data, "stage");
  if (stage !== undefined) setLatest(run, "stage", stage, rank);
  const turn = numberIn(data, "turn_index");
  // Until the end says how many there were.
  if (turn !== undefined && run.projection.sources["totalTurns"] === undefined)
    run.totalTurns = Math.max(run.totalTurns ?? 0, turn + 1);
  const wait = numberIn(objectIn(data, "latency") ?? {}, "wait_ms");
  if (wait === undefined) return;
  run.projection.waits = withWait(run.projection.waits, wait);
  run.medianWaitMs = medianOf(run.projection.waits);
}

/** A call that was given up as lost was none after all. */
function end(run: RunRow, { data, happenedAt }: ReceivedEvent, rank: Rank): void {
  const stage = textIn(data, "final_stage");
  run.status = "completed";
  setLatest(run, "endedAt", happenedAt, rank);
  const seconds = numberIn(data, "duration_seconds") ?? Infinity;
  const turns = numberIn(data, "total_turns");
  setLatest(run, "durationSeconds", seconds <= longestSeconds ? seconds : null, rank);
  if (turns !== undefined) setLatest(run, "totalTurns", turns, rank);
  if (stage !== undefined) setLatest(run, "stage", stage, rank);
}

/** No call lasts for years; sums of what does are of no use. */
const longestSeconds = 10_000_000;

/** What was taken out of a run does not come back with a late event. */
function addFacts(run: RunRow, data: Data, rank: Rank): void {
  const facts = objectIn(data, "facts") ?? {};
  setUrgency(run, facts["urgency"], rank);
  if (run.redactedAt === null) run.facts = mergeInto(run, "facts", run.facts, facts, rank);
}

function setUrgency({ projection }: RunRow, urgency: unknown, rank: Rank): void {
  if (urgency !== "lifeSafety" && urgency !== "emergency" && urgency !== "routine") return;
  if (isNews(projection, "urgency", { rank, value: urgency }, projection.urgency))
    projection.urgency = urgency;
}

function addHazards({ projection }: RunRow, named: readonly unknown[], rank: Rank): void {
  for (const [index, hazard] of named.entries()) {
    if (typeof hazard !== "string" || !plainName.test(hazard)) continue;
    const place: Place = [...rank, index];
    const known = projection.hazards[hazard];
    if (known === undefined || comparePlaces(place, known) < 0) projection.hazards[hazard] = place;
  }
}

/** As the chart names hazards. */
const plainName = /^[a-z]\w{0,40}$/i;

type Place = Projection["hazards"][string];

const comparePlaces = (one: Place, other: Place): number =>
  compareRanks([one[0], one[1]], [other[0], other[1]]) || one[2] - other[2];

const hazardsInOrder = ({ hazards }: Projection): string[] =>
  Object.entries(hazards)
    .sort(([name, place], [otherName, other]) => comparePlaces(place, other) || (name < otherName ? -1 : 1))
    .map(([name]) => name);

/** What is working again is no longer told. */
function setProvider(run: RunRow, data: Data, rank: Rank): void {
  const provider = textIn(data, "provider");
  const state = textIn(data, "state");
  if (provider === undefined || state === undefined) return;
  const { [provider]: known = "working", ...others } = run.providers;
  if (!isNews(run.projection, `providers.${provider}`, { rank, value: state }, known)) return;
  run.providers = state === "working" ? others : { ...others, [provider]: state };
}

/** The latest of each name since the latest request: a second request says nothing of the first one. */
function merge(run: RunRow, column: "dispatch" | "transfer", told: Data, rank: Rank): void {
  const { sources } = run.projection;
  const since = `${column}:requested`;
  const asksAnew = told["state"] === "requested" || told["state"] === "escalated";
  if (asksAnew && (sources[since] === undefined || compareRanks(rank, sources[since]) > 0))
    sources[since] = rank;
  const kept = run.redactedAt === null ? told : withoutPersonal(told);
  const merged = mergeInto(run, column, run[column] ?? {}, kept, rank);
  const recent = Object.entries(merged).filter(([name]) => {
    const source = sources[`${column}.${name}`];
    return (
      sources[since] === undefined || (source !== undefined && compareRanks(source, sources[since]) >= 0)
    );
  });
  run[column] = Object.fromEntries(recent);
}

function mergeInto(
  run: RunRow,
  column: string,
  known: Data,
  told: Data,
  rank: Rank,
): Record<string, unknown> {
  const news = Object.entries(told).filter(([name, value]) =>
    isNews(run.projection, `${column}.${name}`, { rank, value }, known[name]),
  );
  return { ...known, ...Object.fromEntries(news) };
}

type Latest = "callSid" | "startedAt" | "endedAt" | "durationSeconds" | "totalTurns";
type LatestOfCall = "stage" | "metadata" | "dialledNumber" | "callerNumber";

function setLatest<Column extends Latest | LatestOfCall>(
  run: RunRow,
  column: Column,
  value: RunRow[Column],
  rank: Rank,
): void {
  if (isNews(run.projection, column, { rank, value }, run[column])) run[column] = value;
}

/** Notes the place of what is news. */
function isNews({ sources }: Projection, name: string, told: Told, known: unknown): boolean {
  const source = sources[name];
  if (source !== undefined && !isLater(told, { rank: source, value: known })) return false;
  sources[name] = told.rank;
  return true;
}

interface Told {
  rank: Rank;
  value: unknown;
}

function countIn(run: RunRow, { sequence }: ReceivedEvent): void {
  if (sequence === null) return;
  const { expected, received, gaps } = countSequence({ ...run, gaps: run.projection.gaps }, sequence);
  run.expected = expected;
  run.received = received;
  run.projection.gaps = gaps.map(([from, to]) => [from, to]);
}

const laterOf = (one: Date, other: Date): Date => (one >= other ? one : other);
