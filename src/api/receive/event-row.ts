/** A row of the timeline, made from an event. */
import type { Selectable } from "kysely";
import type { Pricing } from "#src/api/costs/pricing.ts";
import type { LockedWorkspace } from "#src/api/database/lock-workspaces.ts";
import type { RunEventTable } from "#src/api/database/tables.ts";
import { redactText } from "#src/api/privacy/redact-text.ts";
import type { RunRow } from "./project-run.ts";
import { type Data, isObject, numberIn, objectIn, type ReceivedEvent, textIn } from "./received-event.ts";
import { readMetadata } from "./telephone-metadata.ts";

export type EventRow = Selectable<RunEventTable>;

export interface TimelineEntry {
  row: EventRow;
  /** As it was said, where the row has it redacted: for whoever listens now, and for no disk. */
  said: string | undefined;
}

/** `run` is as the event left it. */
export function timelineEntry(
  event: ReceivedEvent,
  run: RunRow,
  {
    position,
    pricing,
    workspace,
  }: { position: number; pricing: Pricing; workspace: LockedWorkspace | undefined },
): TimelineEntry {
  const { data } = event;
  const row: EventRow = {
    position,
    id: event.id,
    workspaceId: event.workspaceId,
    runId: run.id,
    sequence: event.sequence,
    eventType: event.type.toUpperCase(),
    speaker: null,
    text: null,
    redacted: false,
    turnIndex: null,
    stage: textIn(data, "final_stage") ?? null,
    interrupted: null,
    latency: null,
    data: keptData(event, run),
    costMicros: null,
    happenedAt: event.happenedAt,
    receivedAt: event.receivedAt,
  };
  if (event.type !== "utterance") return { row, said: undefined };
  const said = typeof data["text"] === "string" ? data["text"] : "";
  const speaker = data["speaker"] === "agent" ? "agent" : "tenant";
  const stage = textIn(data, "stage") ?? null;
  const redacts = workspace?.settings["keepTranscripts"] !== true || run.redactedAt !== null;
  const spokenIn = {
    speaker,
    stage: stage ?? "",
    facts: run.facts,
    ...(workspace && { workspace }),
  } as const;
  const spoken: EventRow = {
    ...row,
    eventType: speaker === "agent" ? "AGENT_UTTERANCE" : "TENANT_UTTERANCE",
    speaker,
    text: redacts ? redactText(said, spokenIn) : said,
    redacted: redacts,
    turnIndex: numberIn(data, "turn_index") ?? null,
    stage,
    interrupted: typeof data["interrupted"] === "boolean" ? data["interrupted"] : null,
    latency: latencyIn(data),
    costMicros: pricing.turn(data["usage"]),
  };
  return { row: spoken, said: redacts ? said : undefined };
}

/** What has no column of its own. Of an utterance nothing unknown is kept: it might be words. */
function keptData({ type, data }: ReceivedEvent, run: RunRow): Record<string, unknown> {
  if (type === "utterance") return picked(data, ["usage"]);
  if (type === "call_ended") return picked(data, ["duration_seconds", "total_turns", "final_stage", "usage"]);
  if (type === "call_initiated")
    return { ...picked(data, ["started_at"]), metadata: readMetadata(data["metadata"]).rest };
  if (run.redactedAt === null) return { ...data };
  const { facts: _facts, caller_number: _caller, number: _number, ...rest } = data;
  return rest;
}

const picked = (data: Data, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));

function latencyIn(data: Data): Record<string, number> | null {
  const latency = objectIn(data, "latency");
  if (!isObject(latency)) return null;
  return Object.fromEntries(
    Object.entries(latency).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
