/** Receipts of erasures, and what keeps an erased call from coming back. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const privacy: Migration = {
  async up(db) {
    await sql`
      create table erasure (
        id uuid primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        happened_at timestamptz not null,
        run_id uuid,
        caller_hash text,
        runs integer not null,
        events integer not null,
        recordings integer not null,
        actor_id text not null,
        actor_name text not null
      )`.execute(db);
    await sql`create index erasure_of_run on erasure (workspace_id, run_id)`.execute(db);
    await sql`create index erasure_of_caller on erasure (workspace_id, caller_hash)`.execute(db);
    await sql`
      create table erased_session (
        workspace_id text not null references workspace (id) on delete cascade,
        session_hash text not null,
        erased_at timestamptz not null,
        primary key (workspace_id, session_hash)
      )`.execute(db);
    await keepApart(db);
  },
};

/** Neither is ever changed; what is erased stays erased. */
async function keepApart(db: Kysely<unknown>): Promise<void> {
  for (const table of ["erasure", "erased_session"]) {
    const name = sql.table(table);
    await sql`grant select, insert on ${name} to ema_api`.execute(db);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`
      create policy own_workspace on ${name} to ema_api
        using (workspace_id = any (string_to_array(current_setting('ema.workspaces', true), ',')))
        with check (workspace_id = any (string_to_array(current_setting('ema.workspaces', true), ',')))`.execute(
      db,
    );
  }
}
