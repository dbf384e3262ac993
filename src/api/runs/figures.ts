/** A workspace's month in numbers, reckoned by the database; days begin when they begin in the workspace. */
import { sql, type Transaction } from "kysely";
import type { Figures } from "#src/api/answers.ts";
import type { Tables } from "#src/api/database/tables.ts";
import { ApiError } from "#src/api/http/api-error.ts";

interface Month {
  workspaceId: string;
  /** `YYYY-MM`. */
  month: string;
}

/**
 * The query must be in the workspace. An emergency is a call of that urgency or worse, or with a life-safety hazard.
 * Containment is null, too, where the workspace is not told of transfers.
 */
export async function monthFigures(
  query: Transaction<Tables>,
  asked: Month,
): Promise<Omit<Figures, "costByProvider">> {
  const [calls, waits, days] = [
    await callsOf(query, asked),
    await waitsOf(query, asked),
    await daysOf(query, asked),
  ];
  return { month: asked.month, ...calls, ...waits, days };
}

/** The month's beginning and end in the workspace, `to` being the next one's beginning. */
export async function boundsOf(
  query: Transaction<Tables>,
  { workspaceId, month }: Month,
): Promise<{ from: Date; to: Date }> {
  const { rows } = await sql<{ from: Date; to: Date }>`
    select
      (${`${month}-01`}::text::date)::timestamp at time zone time_zone as "from",
      (${`${month}-01`}::text::date + interval '1 month') at time zone time_zone as "to"
    from workspace where id = ${workspaceId}`.execute(query);
  const [bounds] = rows;
  if (bounds === undefined)
    throw new ApiError(404, "notFound", "There is no such workspace, or it is not yours.");
  return bounds;
}

const lifeSafety = sql`(run.urgency = 'lifeSafety' or run.hazards <> '[]'::jsonb)`;
const emergency = sql`(run.urgency in ('emergency', 'lifeSafety') or run.hazards <> '[]'::jsonb)`;
/** Of the workspace, with its time zone; the call began in the month. */
const inMonth = ({ workspaceId, month }: Month) => sql`
  run.workspace_id = ${workspaceId} and workspace.id = run.workspace_id
  and run.started_at >= (${`${month}-01`}::text::date)::timestamp at time zone workspace.time_zone
  and run.started_at < (${`${month}-01`}::text::date + interval '1 month') at time zone workspace.time_zone`;

type Calls = Pick<
  Figures,
  "calls" | "emergencies" | "lifeSafety" | "lost" | "containment" | "minutes" | "costUsd"
>;

async function callsOf(query: Transaction<Tables>, asked: Month): Promise<Calls> {
  const { rows } = await sql<Calls>`
    select
      count(*)::int as calls,
      count(*) filter (where ${emergency})::int as emergencies,
      count(*) filter (where ${lifeSafety})::int as life_safety,
      count(*) filter (where run.status = 'lost')::int as lost,
      case when bool_or(workspace.settings ->> 'optInEvents' = 'true') then
        (count(*) filter (where run.status = 'completed' and run.transfer is null))::float8
          / nullif(count(*) filter (where run.status = 'completed'), 0)
      end as containment,
      coalesce(sum(run.duration_seconds), 0) / 60 as minutes,
      sum(run.cost_micros)::float8 / 1000000 as cost_usd
    from run, workspace where ${inMonth(asked)}`.execute(query);
  const [calls] = rows;
  if (calls === undefined) throw new Error("An aggregate has one row.");
  return calls;
}

type Waits = Pick<Figures, "medianWaitMs" | "p95WaitMs">;

/** Over turns, not over calls. */
async function waitsOf(query: Transaction<Tables>, asked: Month): Promise<Waits> {
  const { rows } = await sql<Waits>`
    select
      percentile_cont(0.5) within group (order by (run_event.latency ->> 'wait_ms')::float8) as median_wait_ms,
      percentile_cont(0.95) within group (order by (run_event.latency ->> 'wait_ms')::float8) as p95_wait_ms
    from run, workspace, run_event
    where ${inMonth(asked)} and run_event.run_id = run.id and run_event.latency ->> 'wait_ms' is not null`.execute(
    query,
  );
  return rows[0] ?? { medianWaitMs: null, p95WaitMs: null };
}

/** Every day of the month, those without a call, too. */
async function daysOf(query: Transaction<Tables>, asked: Month): Promise<Figures["days"]> {
  const first = sql`(${`${asked.month}-01`}::text::date)`;
  const { rows } = await sql<Figures["days"][number]>`
    with told as (
      select (run.started_at at time zone workspace.time_zone)::date as day, run.cost_micros, ${emergency} as emergency
      from run, workspace where ${inMonth(asked)}
    )
    select
      to_char(each.day, 'YYYY-MM-DD') as day,
      count(told.day)::int as calls,
      count(*) filter (where told.emergency)::int as emergencies,
      coalesce(sum(told.cost_micros), 0)::float8 / 1000000 as cost_usd
    from generate_series(${first}, ${first} + interval '1 month' - interval '1 day', interval '1 day') as each (day)
    left join told on told.day = each.day::date
    group by each.day order by each.day`.execute(query);
  return rows;
}
