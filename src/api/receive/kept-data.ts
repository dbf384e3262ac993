/** What is kept of an event beside its columns. */
import { withoutPersonal } from "#src/api/privacy/without-personal.ts";
import { webhookPaths } from "#src/outbox/contract.ts";
import type { RunRow } from "./project-run.ts";
import { type Data, isObject, type ReceivedEvent } from "./received-event.ts";
import { readMetadata } from "./telephone-metadata.ts";

/** Nothing comes back of what was taken out of the run. Without `redact`, words are kept as they came. */
export function keptData(
  event: ReceivedEvent,
  run: Pick<RunRow, "redactedAt">,
  redact: Redact | undefined,
): Record<string, unknown> {
  const kept = dataOf(event, redact);
  return run.redactedAt === null ? kept : withoutPersonal(kept);
}

type Redact = (words: string) => string;

/** Of an utterance nothing unknown is kept: it might be words. A newer agent's event is kept, its words masked. */
function dataOf({ type, data }: ReceivedEvent, redact: Redact | undefined): Record<string, unknown> {
  if (type === "utterance") return picked(data, ["usage"]);
  if (type === "call_ended") return picked(data, ["duration_seconds", "total_turns", "final_stage", "usage"]);
  if (type === "call_initiated")
    return { ...picked(data, ["started_at"]), metadata: readMetadata(data["metadata"]).rest };
  if (type in webhookPaths || redact === undefined) return { ...data };
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, masked(value, redact)]));
}

/** A word of a program's own, such as a state; anything else may be somebody's. */
const ofPrograms = /^[a-z][A-Za-z_-]{0,40}$/;

function masked(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return ofPrograms.test(value) ? value : redact(value);
  if (Array.isArray(value)) return value.map((each) => masked(each, redact));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, redact)]));
}

const picked = (data: Data, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
