/** What is in the database of a call, as the API would answer it. */
import type { RunEvent } from "#src/api/answers.ts";
import { presentRun, presentRunEvent } from "#src/api/runs/present.ts";
import type { TestDatabase } from "./databases.ts";

/** Without what differs from one storing to the next. */
export async function runOf(
  { database }: Pick<TestDatabase, "database">,
  sessionId: string,
): Promise<Record<string, unknown>> {
  const row = await database.owner
    .selectFrom("run")
    .selectAll()
    .where("sessionId", "=", sessionId)
    .executeTakeFirstOrThrow();
  const { id: _id, position: _position, ...run } = presentRun(row);
  return run;
}

/** By sequence. */
export async function timelineOf(
  { database }: Pick<TestDatabase, "database">,
  sessionId: string,
): Promise<Omit<RunEvent, "runId" | "position">[]> {
  const rows = await database.owner
    .selectFrom("runEvent")
    .innerJoin("run", "run.id", "runEvent.runId")
    .where("run.sessionId", "=", sessionId)
    .selectAll("runEvent")
    .orderBy("sequence")
    .orderBy("happenedAt")
    .execute();
  return rows.map((row) => {
    const { runId: _runId, position: _position, ...event } = presentRunEvent(row);
    return event;
  });
}
