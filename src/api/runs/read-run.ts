/** One run with its events. */
import type { Transaction } from "kysely";
import type { Run, RunEvent } from "#src/api/answers.ts";
import type { Tables } from "#src/api/database/tables.ts";
import type { LiveWords } from "#src/api/privacy/live-words.ts";
import { orderEvents } from "./order.ts";
import { presentRun, presentRunEvent } from "./present.ts";

export interface RunWithEvents {
  run: Run;
  /** In the order of the call. */
  events: RunEvent[];
}

/**
 * The run as it is, and its events after the position `after`, none of which is later than the run; undefined when there is no
 * such run in the query's workspaces.
 */
export async function readRun(
  query: Transaction<Tables>,
  { runId, after = 0, words }: { runId: string; after?: number; words: LiveWords },
): Promise<RunWithEvents | undefined> {
  const row = await query.selectFrom("run").selectAll().where("id", "=", runId).executeTakeFirst();
  if (row === undefined) return undefined;
  const run = presentRun(row);
  // What was committed between the two queries has a greater position than this run, and is told by its stream.
  const rows = await query
    .selectFrom("runEvent")
    .selectAll()
    .where("runId", "=", runId)
    .where("position", ">", after)
    .where("position", "<=", run.position)
    .orderBy("position")
    .execute();
  const events = rows.map((event) => presentRunEvent(event, words.said(runId, event.id)));
  return { run, events: orderEvents(events) };
}
