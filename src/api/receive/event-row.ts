/** A row of the timeline, made from an event. */
import type { Selectable } from "kysely";
import type { Pricing } from "#src/api/costs/pricing.ts";
import type { LockedWorkspace } from "#src/api/database/lock-workspaces.ts";
import type { RunEventTable } from "#src/api/database/tables.ts";
import { redactText } from "#src/api/privacy/redact-text.ts";
import { keptData } from "./kept-data.ts";
import type { RunRow } from "./project-run.ts";
import { type Data, isObject, numberIn, objectIn, type ReceivedEvent, textIn } from "./received-event.ts";

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
    data: keptData(event, run, redacts ? (words) => redactText(words, spokenIn) : undefined),
    costMicros: null,
    happenedAt: event.happenedAt,
    receivedAt: event.receivedAt,
  };
  if (event.type !== "utterance") return { row, said: undefined };
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

function latencyIn(data: Data): Record<string, number> | null {
  const latency = objectIn(data, "latency");
  if (!isObject(latency)) return null;
  return Object.fromEntries(
    Object.entries(latency).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}
