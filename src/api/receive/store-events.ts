/** Events into the database, and to whoever listens: a batch in one transaction, in few statements. */
import { type KeyObject, randomUUID } from "node:crypto";
import type { Pricing } from "#src/api/costs/pricing.ts";
import type { Database } from "#src/api/database/database.ts";
import { inWorkspaces } from "#src/api/database/database.ts";
import { type LockedWorkspace, lockWorkspaces, takePositions } from "#src/api/database/lock-workspaces.ts";
import { callerHash } from "#src/api/privacy/caller-hash.ts";
import { withoutErased } from "#src/api/privacy/erased-sessions.ts";
import { redactAgain } from "#src/api/privacy/redact-again.ts";
import { presentRun, presentRunEvent } from "#src/api/runs/present.ts";
import { type FeedMessage, publish } from "#src/api/streams/feed.ts";
import { type EventRow, timelineEntry } from "./event-row.ts";
import { newRun, projectRun, type RunRow } from "./project-run.ts";
import { compareRanks, rankOf } from "./rank.ts";
import type { ReceivedEvent } from "./received-event.ts";
import { insertEvents, readKnownEvents, readRuns, writeRuns } from "./statements.ts";

/**
 * All of them, or none. What was stored before is left as it is. The events' workspaces exist. Resolves when the
 * transaction is committed.
 */
export async function storeEvents(
  database: Pick<Database, "owner">,
  events: readonly ReceivedEvent[],
  { pricing, callerKey }: Pick<Given, "pricing" | "callerKey">,
): Promise<void> {
  const ids = [...new Set(events.map(({ workspaceId }) => workspaceId))].sort();
  await inWorkspaces(database, ids, async (query) => {
    const workspaces = await lockWorkspaces(query, ids);
    const fresh = withoutKnown(events, await readKnownEvents(query, events));
    if (fresh.length === 0) return;
    const runs = new Map((await readRuns(query, fresh)).map((run) => [keyOf(run), run]));
    const [known = [], first = []] = [true, false].map((is) =>
      fresh.filter((event) => runs.has(keyOf(event)) === is),
    );
    const taken = [...known, ...(await withoutErased(query, first))];
    if (taken.length === 0) return;
    const changes = changesOf(taken, {
      pricing,
      runs,
      positions: await takePositions(query, taken.length),
      workspaces: new Map(workspaces.map((workspace) => [workspace.id, workspace])),
      callerKey,
    });
    await writeRuns(query, changes.runs);
    await insertEvents(query, changes.rows);
    // Whatever comes after the end may tell who it was.
    for (const { id, status } of changes.runs) if (status === "completed") await redactAgain(query, id);
    await publish(query, changes.messages);
  });
}

interface Changes {
  runs: RunRow[];
  rows: EventRow[];
  messages: FeedMessage[];
}

interface Given {
  pricing: Pricing;
  runs: Map<string, RunRow>;
  positions: readonly number[];
  workspaces: ReadonlyMap<string, LockedWorkspace>;
  callerKey: KeyObject;
}

function changesOf(
  events: readonly ReceivedEvent[],
  { pricing, runs, positions, workspaces, callerKey }: Given,
): Changes {
  const changed = new Map<string, RunRow>();
  const rows: EventRow[] = [];
  const messages: FeedMessage[] = [];
  for (const [index, event] of inOrderOfCalls(events).entries()) {
    const key = keyOf(event);
    const position = positions[index] ?? 0;
    const before = changed.get(key) ?? runs.get(key) ?? newRun(randomUUID(), event);
    const projected = projectRun(before, event);
    const priced = { ...projected, ...pricing.call(projected.usage), position };
    const run = withCallerHash(priced, before, callerKey);
    const workspace = workspaces.get(event.workspaceId);
    const { row, said } = timelineEntry(event, run, { position, pricing, workspace });
    changed.set(key, run);
    rows.push(row);
    messages.push({ kind: "run", run: presentRun(run), event: presentRunEvent(row, said) });
  }
  return { runs: [...changed.values()], rows, messages };
}

/** Stays when the number is removed. */
const withCallerHash = (run: RunRow, before: RunRow, key: KeyObject): RunRow =>
  run.callerNumber === null || run.callerNumber === before.callerNumber
    ? run
    : { ...run, callerHash: callerHash(run.callerNumber, key) ?? null };

const keyOf = ({ workspaceId, sessionId }: { workspaceId: string; sessionId: string }): string =>
  JSON.stringify([workspaceId, sessionId]);

/** What arrived together is told in the call's own order. */
function inOrderOfCalls(events: readonly ReceivedEvent[]): ReceivedEvent[] {
  const calls = Map.groupBy(events, keyOf);
  return [...calls.values()].flatMap((call) =>
    call.toSorted((one, other) => compareRanks(rankOf(one), rankOf(other))),
  );
}

function withoutKnown(
  events: readonly ReceivedEvent[],
  known: readonly { workspaceId: string; id: string }[],
): ReceivedEvent[] {
  const keyOf = ({ workspaceId, id }: { workspaceId: string; id: string }): string =>
    JSON.stringify([workspaceId, id]);
  const seen = new Set(known.map(keyOf));
  return events.filter((event) => {
    const key = keyOf(event);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
