/** A workspace's runs, page by page. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql, type Transaction } from "kysely";
import { z } from "zod";
import { type Role, type RunList, runStatusSchema } from "#src/api/answers.ts";
import type { Tables } from "#src/api/database/tables.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { forRole } from "./for-role.ts";
import { presentRun } from "./present.ts";
import { foundIn } from "./search.ts";

const moment = z.union([z.iso.date(), z.iso.datetime()]);

export const runFilterSchema = z.object({
  status: runStatusSchema.optional(),
  /** Only runs with a life-safety hazard. */
  hazard: z.literal("1").optional(),
  urgency: z.enum(["lifeSafety", "emergency", "routine"]).optional(),
  /** Looked for in facts, the caller's number, stage, session and words as stored. */
  q: z.string().trim().min(1).max(100).optional(),
  /** A moment, or a day of the workspace's time zone. */
  from: moment.optional(),
  /** A moment, or a day, which is included. */
  to: moment.optional(),
  /** `next` of the page before. */
  before: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

type Build = ExpressionBuilder<Tables, "run">;

/** What goes on comes first, with a life-safety hazard at the very top; then by start, the latest first. */
const rank = sql<number>`case
  when status <> 'running' then 2
  when hazards <> '[]'::jsonb or urgency = 'lifeSafety' then 0
  else 1 end`;

/**
 * The query must be in the workspace. A run that moves up while pages are turned is not on a later one: the workspace's
 * stream, begun at `position` of the first page, tells of it.
 */
export async function listRuns(
  query: Transaction<Tables>,
  { workspaceId, role, filter }: { workspaceId: string; role: Role; filter: RunFilter },
): Promise<RunList> {
  // Before the runs: what is committed in between has a greater position, and is told by the stream once more.
  const position = await positionOf(query, workspaceId);
  const rows = await query
    .selectFrom("run")
    .selectAll()
    .select(rank.as("rank"))
    .where("workspaceId", "=", workspaceId)
    .where((build) => build.and(conditions(build, filter, role)))
    .orderBy(rank)
    .orderBy("startedAt", "desc")
    .orderBy("id", "desc")
    .limit(filter.limit + 1)
    .execute();
  const page = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? page.at(-1) : undefined;
  return {
    runs: page.map((row) => forRole(presentRun(row), role)),
    next: last === undefined ? null : writeCursor({ ...last, startedAt: last.startedAt.toISOString() }),
    position,
  };
}

/** Of the workspace's latest change; 0 when there was none. */
async function positionOf(query: Transaction<Tables>, workspaceId: string): Promise<number> {
  const latest = await query
    .selectFrom("run")
    .select("position")
    .where("workspaceId", "=", workspaceId)
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  return latest?.position ?? 0;
}

function conditions(
  build: Build,
  { status, hazard, urgency, q, from, to, before }: RunFilter,
  role: Role,
): Expression<SqlBool>[] {
  return [
    ...(status === undefined ? [] : [build("status", "=", status)]),
    ...(hazard === undefined ? [] : [sql<boolean>`hazards <> '[]'::jsonb`]),
    ...(urgency === undefined ? [] : [build("urgency", "=", urgency)]),
    ...(q === undefined ? [] : [foundIn(build, q, role)]),
    ...(from === undefined ? [] : [sql<boolean>`started_at >= ${momentOf(from, 0)}`]),
    ...(to === undefined
      ? []
      : [
          isDay(to)
            ? sql<boolean>`started_at < ${momentOf(to, 1)}`
            : sql<boolean>`started_at <= ${momentOf(to, 0)}`,
        ]),
    ...(before === undefined ? [] : [after(readCursor(before))]),
  ];
}

const isDay = (moment: string): boolean => !moment.includes("T");

/** A day begins when it begins in the workspace. */
const momentOf = (moment: string, daysLater: number) =>
  isDay(moment)
    ? sql`((${moment}::text::date + ${daysLater}::int)::timestamp at time zone (select time_zone from workspace where id = run.workspace_id))`
    : sql`${moment}::text::timestamptz`;

const after = ({ rank: last, startedAt, id }: ReturnType<typeof readCursor>) =>
  sql<boolean>`(${rank} > ${last}::int
    or (${rank} = ${last}::int and (started_at, id) < (${startedAt}::text::timestamptz, ${id}::text::uuid)))`;
