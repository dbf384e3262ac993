/** Who may sign in, what they may see, and who looked at what. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const access: Migration = {
  async up(db) {
    await createSignIn(db);
    await createMembership(db);
    await createApiToken(db);
    await createAuditEntry(db);
    await keepApart(db);
  },
};

/** better-auth's tables, with the names of columns that it has for them. */
async function createSignIn(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table "user" (
      id text primary key,
      name text not null,
      email text not null unique,
      "emailVerified" boolean not null default false,
      image text,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table session (
      id text primary key,
      "expiresAt" timestamptz not null,
      token text not null unique,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now(),
      "ipAddress" text,
      "userAgent" text,
      "userId" text not null references "user" (id) on delete cascade
    )`.execute(db);
  await sql`create index session_of_user on session ("userId")`.execute(db);
  await sql`
    create table account (
      id text primary key,
      "accountId" text not null,
      "providerId" text not null,
      "userId" text not null references "user" (id) on delete cascade,
      "accessToken" text,
      "refreshToken" text,
      "idToken" text,
      "accessTokenExpiresAt" timestamptz,
      "refreshTokenExpiresAt" timestamptz,
      scope text,
      password text,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now(),
      unique ("providerId", "accountId")
    )`.execute(db);
  await sql`create index account_of_user on account ("userId")`.execute(db);
  await sql`
    create table verification (
      id text primary key,
      identifier text not null,
      value text not null,
      "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now()
    )`.execute(db);
  await sql`create index verification_by_identifier on verification (identifier)`.execute(db);
}

async function createMembership(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table membership (
      user_id text not null references "user" (id) on delete cascade,
      workspace_id text not null references workspace (id) on delete cascade,
      role text not null check (role in ('viewer', 'operator', 'admin')),
      primary key (user_id, workspace_id)
    )`.execute(db);
  await sql`create index membership_of_workspace on membership (workspace_id)`.execute(db);
}

async function createApiToken(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_token (
      id uuid primary key,
      name text not null,
      token_hash text not null unique,
      workspace_id text not null references workspace (id) on delete cascade,
      role text not null check (role in ('viewer', 'operator', 'admin')),
      created_at timestamptz not null,
      last_used_at timestamptz,
      expires_at timestamptz not null,
      revoked_at timestamptz
    )`.execute(db);
  await sql`create index api_token_of_workspace on api_token (workspace_id)`.execute(db);
}

/** Outlives the run and the person it is about. */
async function createAuditEntry(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_entry (
      id bigint generated always as identity primary key,
      workspace_id text not null references workspace (id) on delete cascade,
      happened_at timestamptz not null default now(),
      actor_id text not null,
      actor_kind text not null check (actor_kind in ('person', 'token', 'command')),
      actor_name text not null,
      actor_email text,
      action text not null,
      run_id uuid
    )`.execute(db);
  await sql`create index audit_entry_of_workspace on audit_entry (workspace_id, id desc)`.execute(db);
  await sql`create index audit_entry_by_time on audit_entry (happened_at)`.execute(db);
}

/**
 * `ema_api` may write an entry of the audit and read it, and never change one. Of everything else here it has no right at all;
 * with row-level security enabled and no policy, a grant by mistake would still show nothing.
 */
async function keepApart(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    "user",
    "session",
    "account",
    "verification",
    "membership",
    "api_token",
    "audit_entry",
  ])
    await sql`alter table ${sql.table(table)} enable row level security`.execute(db);
  await sql`grant select, insert on audit_entry to ema_api`.execute(db);
  await sql`
    create policy own_workspace on audit_entry to ema_api
      using (workspace_id = any (string_to_array(current_setting('ema.workspaces', true), ',')))
      with check (workspace_id = any (string_to_array(current_setting('ema.workspaces', true), ',')))`.execute(
    db,
  );
}
