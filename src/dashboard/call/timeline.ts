/** A call's events as the lines that an operator reads. */
import type { RunEvent } from "#src/api/answers.ts";
import { factsInOrder } from "#src/dashboard/words/labels.ts";

interface FactChange {
  name: string;
  value: unknown;
  /** It was something else before. */
  corrected: boolean;
}

export type TimelineItem = { id: string; at: string } & (
  | { kind: "started" | "ended" | "lost" }
  | { kind: "utterance"; event: RunEvent; speaker: "tenant" | "agent" }
  | { kind: "stage"; stage: string }
  | { kind: "hazard"; hazard: string }
  | { kind: "facts"; changes: FactChange[] }
  /** `state`: as of `requested`, `escalated`, `acknowledged`, `declined`, and of `requested`, `answered`, `failed`. */
  | { kind: "dispatch" | "transfer"; state: string; data: Readonly<Record<string, unknown>> }
  | { kind: "provider"; provider: string; state: string }
  /** Events of the call that were sent and are not here. */
  | { kind: "gap"; missing: number }
  | { kind: "other"; name: string; data: Readonly<Record<string, unknown>> }
);

/** `events` in the order of the call. */
export function timelineOf(events: readonly RunEvent[]): TimelineItem[] {
  const items: TimelineItem[] = [];
  let stage: string | null = null;
  let facts: Readonly<Record<string, unknown>> = {};
  let expected = 0;
  for (const event of events) {
    const { id, happenedAt: at, sequence } = event;
    if (sequence !== null) {
      if (sequence > expected) items.push({ id: `gap-${id}`, at, kind: "gap", missing: sequence - expected });
      expected = Math.max(expected, sequence + 1);
    }
    if (event.stage !== null && event.stage !== stage && event.eventType !== "CALL_ENDED") {
      stage = event.stage;
      items.push({ id: `stage-${id}`, at, kind: "stage", stage });
    }
    const told = factsOf(event);
    if (event.eventType === "INTAKE_RECORDED") {
      const changes = changesBetween(facts, told);
      if (changes.length > 0) items.push({ id, at, kind: "facts", changes });
    } else {
      items.push({ id, at, ...itemOf(event) });
    }
    facts = { ...facts, ...told };
  }
  return items;
}

type Item = TimelineItem extends infer Each
  ? Each extends unknown
    ? Omit<Each, "id" | "at">
    : never
  : never;

function itemOf(event: RunEvent): Item {
  const { data, speaker } = event;
  switch (event.eventType) {
    case "CALL_INITIATED":
      return { kind: "started" };
    case "CALL_ENDED":
      return { kind: "ended" };
    case "CALL_LOST":
      return { kind: "lost" };
    case "TENANT_UTTERANCE":
    case "AGENT_UTTERANCE":
      return { kind: "utterance", event, speaker: speaker ?? speakerOf(event.eventType) };
    case "HAZARD_DETECTED":
      return { kind: "hazard", hazard: textIn(data, "category", "unknown") };
    case "DISPATCH_REQUESTED":
      return {
        kind: "dispatch",
        state: data["reason"] === "unacknowledged" ? "escalated" : "requested",
        data,
      };
    case "DISPATCH_ACKNOWLEDGED":
    case "DISPATCH_DECLINED":
    case "TRANSFER_REQUESTED":
    case "TRANSFER_ANSWERED":
    case "TRANSFER_FAILED":
      return stepOf(event.eventType, data);
    case "PROVIDER_DEGRADED":
      return {
        kind: "provider",
        provider: textIn(data, "provider", "unknown"),
        state: textIn(data, "state", "degraded"),
      };
    default:
      return { kind: "other", name: event.eventType, data };
  }
}

/** `TRANSFER_FAILED` is state `failed` of kind `transfer`. */
function stepOf(type: string, data: RunEvent["data"]): Item {
  const [kind, state = ""] = type.toLowerCase().split("_");
  return { kind: kind === "dispatch" ? "dispatch" : "transfer", state, data };
}

const textIn = (data: RunEvent["data"], name: string, otherwise: string): string => {
  const value = data[name];
  return typeof value === "string" ? value : otherwise;
};

const speakerOf = (type: "TENANT_UTTERANCE" | "AGENT_UTTERANCE"): "tenant" | "agent" =>
  type === "TENANT_UTTERANCE" ? "tenant" : "agent";

function factsOf({ data }: RunEvent): Readonly<Record<string, unknown>> {
  const { facts } = data;
  return typeof facts === "object" && facts !== null ? (facts as Record<string, unknown>) : {};
}

function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FactChange[] {
  return factsInOrder(Object.keys(after))
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ name, value: after[name], corrected: name in before }));
}
