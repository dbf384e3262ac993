/** Workspaces, runs and their events, and the policies that keep workspaces apart. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { SettingsError } from "#src/config/settings-error.ts";

export const runs: Migration = {
  async up(db) {
    await sql`create sequence feed_position`.execute(db);
    await createWorkspace(db);
    await createRun(db);
    await createRunEvent(db);
    await keepApart(db);
  },
};

async function createWorkspace(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table workspace (
      id text primary key,
      name text not null,
      time_zone text not null,
      phone_numbers jsonb not null,
      properties jsonb not null,
      vendors jsonb not null,
      ladder jsonb not null,
      settings jsonb not null,
      office jsonb not null,
      files jsonb not null,
      prompts_version text not null,
      updated_at timestamptz not null
    )`.execute(db);
}

async function createRun(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table run (
      id uuid primary key,
      workspace_id text not null references workspace (id),
      session_id text not null,
      call_sid text,
      status text not null check (status in ('running', 'completed', 'lost')),
      caller_number text,
      caller_hash text,
      dialled_number text,
      started_at timestamptz not null,
      ended_at timestamptz,
      last_event_at timestamptz not null,
      heard_at timestamptz not null,
      duration_seconds double precision,
      total_turns integer,
      stage text,
      hazards jsonb not null default '[]',
      urgency text,
      facts jsonb not null default '{}',
      dispatch jsonb,
      transfer jsonb,
      providers jsonb not null default '{}',
      metadata jsonb not null default '{}',
      usage jsonb,
      cost_micros bigint,
      median_wait_ms double precision,
      expected integer not null default 0,
      received integer not null default 0,
      redacted_at timestamptz,
      projection jsonb not null default '{}',
      position bigint not null,
      unique (workspace_id, session_id)
    )`.execute(db);
  await sql`create index run_by_start on run (workspace_id, started_at desc)`.execute(db);
  await sql`create index run_by_position on run (workspace_id, position)`.execute(db);
  await sql`create index run_by_caller on run (workspace_id, caller_hash)`.execute(db);
  await sql`create index run_going_on on run (heard_at) where status = 'running'`.execute(db);
}

async function createRunEvent(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table run_event (
      position bigint primary key,
      id text not null,
      workspace_id text not null references workspace (id),
      run_id uuid not null references run (id) on delete cascade,
      sequence integer,
      event_type text not null,
      speaker text,
      text text,
      redacted boolean not null default false,
      turn_index integer,
      stage text,
      interrupted boolean,
      latency jsonb,
      data jsonb not null default '{}',
      cost_micros bigint,
      happened_at timestamptz not null,
      received_at timestamptz not null,
      unique (workspace_id, id)
    )`.execute(db);
  await sql`create index run_event_of_run on run_event (run_id, position)`.execute(db);
}

async function keepApart(db: Kysely<unknown>): Promise<void> {
  await ownRole(db);
  await sql`grant usage on schema public to ema_api`.execute(db);
  await sql`grant usage on sequence feed_position to ema_api`.execute(db);
  await sql`grant select on workspace to ema_api`.execute(db);
  await sql`grant select, insert, update, delete on run, run_event to ema_api`.execute(db);
  await sql`alter table workspace enable row level security`.execute(db);
  await sql`
    create policy own_workspace on workspace to ema_api
      using (id = any (string_to_array(current_setting('ema.workspaces', true), ',')))`.execute(db);
  for (const table of ["run", "run_event"]) {
    const name = sql.table(table);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`
      create policy own_workspace on ${name} to ema_api
        using (workspace_id = any (string_to_array(current_setting('ema.workspaces', true), ',')))
        with check (workspace_id = any (string_to_array(current_setting('ema.workspaces', true), ',')))`.execute(
      db,
    );
  }
}

const insufficientPrivilege = "42501";

/**
 * The name of a role is the whole server's: another database of it, or an administrator, may have made the role already, or makes it at
 * this moment, so that it is tried again. Whoever may become it needs no grant. Throws `SettingsError` where this user may neither
 * make the role nor become it.
 */
async function ownRole(db: Kysely<unknown>): Promise<void> {
  try {
    await sql`
      do $$ begin
        for attempt in 1..20 loop
          begin
            if not exists (select from pg_roles where rolname = 'ema_api') then
              create role ema_api nologin;
            end if;
            grant ema_api to current_user;
            exit;
          exception
            when insufficient_privilege then
              if not exists (select from pg_roles where rolname = 'ema_api') then
                raise;
              end if;
              perform set_config('role', 'ema_api', true), set_config('role', 'none', true);
              exit;
            when duplicate_object or unique_violation or undefined_object or internal_error then
              if attempt = 20 then
                raise;
              end if;
              perform pg_sleep(0.05);
          end;
        end loop;
      end $$`.execute(db);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === insufficientPrivilege)) throw error;
    throw new SettingsError(
      "DATABASE_URL",
      "a database whose user may not make the role ema_api, nor become it",
      "have an administrator of the server run `create role ema_api nologin; grant ema_api to …` with the user's name, or give the user CREATEROLE",
    );
  }
}
