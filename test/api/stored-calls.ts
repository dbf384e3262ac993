/** Calls in the database, and changes of them as the receiver makes them: in order within a workspace, told when committed. */
import { randomUUID } from "node:crypto";
import { type Insertable, sql, type Transaction } from "kysely";
import { type Database, json } from "#src/api/database/database.ts";
import type { RunEventTable, RunTable, Tables } from "#src/api/database/tables.ts";
import { presentRun, presentRunEvent } from "#src/api/runs/present.ts";
import { publish } from "#src/api/streams/feed.ts";

const began = new Date("2026-11-27T03:00:00.000Z");

export async function addWorkspace(
  { owner }: Database,
  id: string,
  { timeZone = "America/New_York", settings = {} }: { timeZone?: string; settings?: object } = {},
): Promise<void> {
  await owner
    .insertInto("workspace")
    .values({
      id,
      name: id,
      timeZone,
      phoneNumbers: json([]),
      properties: json([]),
      vendors: json([]),
      ladder: json([]),
      settings: json(settings),
      office: json({}),
      files: json({}),
      promptsVersion: "1",
      updatedAt: began,
    })
    .execute();
}

type Given = Partial<Omit<Insertable<RunTable>, "hazards" | "facts" | "dispatch" | "settings">> & {
  hazards?: string[];
  facts?: Record<string, unknown>;
  dispatch?: Record<string, unknown>;
};

/** Returns the run's id. */
export async function addRun({ owner }: Database, workspaceId: string, given: Given = {}): Promise<string> {
  const { hazards = [], facts = {}, dispatch, ...columns } = given;
  const id = given.id ?? randomUUID();
  await owner
    .insertInto("run")
    .values({
      id,
      workspaceId,
      sessionId: `room-${id}`,
      status: "running",
      startedAt: began,
      lastEventAt: began,
      heardAt: began,
      providers: json({}),
      metadata: json({}),
      position: sql<number>`nextval('feed_position')`,
      ...columns,
      hazards: json(hazards),
      facts: json(facts),
      ...(dispatch === undefined ? {} : { dispatch: json(dispatch) as never }),
    })
    .execute();
  return id;
}

type Said = Partial<Omit<Insertable<RunEventTable>, "latency" | "data">> & {
  latency?: Record<string, number>;
  data?: Record<string, unknown>;
};

/** Something happens in a call. `said`: the words as the feed tells them, where others are stored. Returns the event's id. */
export function happen(
  { owner }: Database,
  runId: string,
  given: Said = {},
  { change = {}, said }: { change?: Partial<Insertable<RunTable>>; said?: string } = {},
): Promise<string> {
  return owner.transaction().execute(async (query) => {
    const { workspaceId } = await lockedRun(query, runId);
    const { latency, data = {}, ...columns } = given;
    const event = await query
      .insertInto("runEvent")
      .values({
        position: sql<number>`nextval('feed_position')`,
        id: randomUUID(),
        workspaceId,
        runId,
        sequence: null,
        eventType: "TENANT_UTTERANCE",
        speaker: "tenant",
        text: "The pipe burst.",
        redacted: false,
        turnIndex: null,
        stage: "problem",
        interrupted: null,
        costMicros: null,
        happenedAt: began,
        receivedAt: began,
        ...columns,
        data: json(data),
        ...(latency === undefined ? {} : { latency: json(latency) as never }),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const run = await query
      .updateTable("run")
      .set({ ...change, position: sql<number>`nextval('feed_position')` } as never)
      .where("id", "=", runId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await publish(query, [{ kind: "run", run: presentRun(run), event: presentRunEvent(event, said) }]);
    return event.id;
  });
}

/** Positions of a workspace grow in the order of commits: one changes it at a time. */
async function lockedRun(query: Transaction<Tables>, runId: string): Promise<{ workspaceId: string }> {
  const { workspaceId } = await query
    .selectFrom("run")
    .select("workspaceId")
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  await query.selectFrom("workspace").select("id").where("id", "=", workspaceId).forUpdate().execute();
  return { workspaceId };
}
