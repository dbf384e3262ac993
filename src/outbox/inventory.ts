/** What is in the queue, for whoever looks after it: counts and reasons, never what was said. */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { databaseReason } from "./database.ts";
import { QueueError } from "./queue-error.ts";

export interface Group {
  state: "waiting" | "dead";
  workspaceId: string;
  /** Why they are dead. */
  reason: string | null;
  events: number;
  calls: number;
  /** When the oldest was told, or revived; milliseconds since the epoch. */
  oldestSince: number;
}

export interface DeadEvent {
  id: string;
  sessionId: string;
  sequence: number;
  workspaceId: string;
  eventType: string;
  reason: string;
  attempts: number;
  /** When it was told, or revived; milliseconds since the epoch. */
  since: number;
}

export interface Inventory {
  groups: Group[];
  dead: DeadEvent[];
}

/**
 * Reads and changes nothing; no key is needed.
 *
 * @throws QueueError when there is no queue or it cannot be read.
 */
export function readInventory(file: string): Inventory {
  if (!existsSync(file))
    throw new QueueError(`There is no webhook queue ${file}; set EMA_DATA_DIR to its folder.`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    return {
      groups: z.array(groupRow).parse(database.prepare(groups).all()),
      dead: z.array(deadRow).parse(database.prepare(dead).all()),
    };
  } catch (error) {
    throw new QueueError(`The webhook queue ${file} cannot be read: ${databaseReason(error)}.`, {
      cause: error,
    });
  } finally {
    database?.close();
  }
}

/** When the oldest event that waits was told; milliseconds since the epoch, undefined when none waits. */
export function oldestWaiting({ groups }: Inventory): number | undefined {
  const since = groups.flatMap(({ state, oldestSince }) => (state === "waiting" ? [oldestSince] : []));
  return since.length === 0 ? undefined : Math.min(...since);
}

const groups = `
  SELECT iif(dead_reason IS NULL, 'waiting', 'dead') AS state, workspace_id AS workspaceId, dead_reason AS reason,
         count(*) AS events, count(DISTINCT session_id) AS calls, min(waiting_since) AS oldestSince
  FROM events GROUP BY workspace_id, dead_reason ORDER BY state DESC, oldestSince`;

const dead = `
  SELECT id, session_id AS sessionId, sequence, workspace_id AS workspaceId, event_type AS eventType,
         dead_reason AS reason, attempts, waiting_since AS since
  FROM events WHERE dead_reason IS NOT NULL ORDER BY waiting_since, session_id, sequence`;

const groupRow = z.object({
  state: z.enum(["waiting", "dead"]),
  workspaceId: z.string(),
  reason: z.string().nullable(),
  events: z.number(),
  calls: z.number(),
  oldestSince: z.number(),
});

const deadRow = z.object({
  id: z.string(),
  sessionId: z.string(),
  sequence: z.number(),
  workspaceId: z.string(),
  eventType: z.string(),
  reason: z.string(),
  attempts: z.number(),
  since: z.number(),
});
