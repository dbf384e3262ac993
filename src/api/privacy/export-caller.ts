/** Everything that is stored of a caller, for the caller. */
import type { CallerExport } from "#src/api/answers.ts";
import { type Database, inWorkspaces, type Query } from "#src/api/database/database.ts";
import { presentRun, presentRunEvent } from "#src/api/runs/present.ts";
import { presentErasure } from "./erase.ts";
import type { Recordings } from "./recordings.ts";

export interface ExportParts {
  database: Database;
  recordings: Recordings | undefined;
  /** Milliseconds since the epoch. */
  now: () => number;
}

interface Caller {
  workspaceId: string;
  number: string;
  callerHash: string;
}

type Exported = CallerExport["runs"][number];

export function exportCaller(
  { database, recordings, now }: ExportParts,
  caller: Caller,
): Promise<CallerExport> {
  const { workspaceId, number, callerHash } = caller;
  return inWorkspaces(database, [workspaceId], async (query) => {
    const workspace = await query
      .selectFrom("workspace")
      .select(["id", "name"])
      .where("id", "=", workspaceId)
      .executeTakeFirstOrThrow();
    const runs = await query
      .selectFrom("run")
      .selectAll()
      .where("workspaceId", "=", workspaceId)
      .where((where) => where.or([where("callerHash", "=", callerHash), where("callerNumber", "=", number)]))
      .orderBy("startedAt")
      .execute();
    const exported: Exported[] = [];
    for (const row of runs) {
      const run = presentRun(row);
      exported.push({
        run: { ...run, transfer: run.transfer && withoutStaff(run.transfer) },
        events: await eventsOf(query, row.id),
        recording: recordings?.of(row) ?? null,
        lookedAt: await lookedAt(query, row.id),
      });
    }
    const erasures = await query
      .selectFrom("erasure")
      .selectAll()
      .where("workspaceId", "=", workspaceId)
      .where("callerHash", "=", callerHash)
      .orderBy("happenedAt")
      .execute();
    return {
      number,
      workspace,
      exportedAt: new Date(now()).toISOString(),
      runs: exported,
      erasures: erasures.map((row) => {
        const { by: _, ...receipt } = presentErasure(row);
        return receipt;
      }),
    };
  });
}

async function eventsOf(query: Query, runId: string): Promise<Exported["events"]> {
  const rows = await query
    .selectFrom("runEvent")
    .selectAll()
    .where("runId", "=", runId)
    .orderBy("position")
    .execute();
  return rows.map((row) => {
    const event = presentRunEvent(row);
    return event.eventType.startsWith("TRANSFER_") ? { ...event, data: withoutStaff(event.data) } : event;
  });
}

async function lookedAt(query: Query, runId: string): Promise<Exported["lookedAt"]> {
  const rows = await query
    .selectFrom("auditEntry")
    .select(["happenedAt", "action", "actorKind"])
    .where("runId", "=", runId)
    .orderBy("id")
    .execute();
  return rows.map(({ happenedAt, action, actorKind }) => ({
    at: happenedAt.toISOString(),
    action,
    kind: actorKind,
  }));
}

/** Whom a caller was put through to is another person. */
const withoutStaff = (told: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(told).filter(([name]) => name !== "number"));
