import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterAudit } from "#src/api/access/audit.ts";
import { createToken } from "#src/api/access/tokens.ts";
import { addMember } from "#src/api/access/users.ts";
import { type Database, inWorkspaces, json, type Query } from "#src/api/database/database.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace } from "./parts.ts";

const own = "maple-court";
const others = "oak-row";

describe("the policies of the database", () => {
  let opened: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    opened = await openTestDatabase();
    ({ database } = opened);
    for (const workspaceId of [own, others]) {
      await addWorkspace(database, workspaceId);
      await addRunWithEvent(database, workspaceId);
      await addMember(database, {
        email: `${workspaceId}@example.com`,
        name: workspaceId,
        workspaceId,
        role: "admin",
        passwordHash: "scrypt",
      });
      await createToken(database.owner, { workspaceId, role: "admin", name: "", now: Date.now(), days: 1 });
    }
  });
  afterAll(() => opened.close());

  /** As role `ema_api`, for the own workspace alone. Resolves to the rows, or to the error's code. */
  const asOwn = (statement: string): Promise<unknown> =>
    inWorkspaces(database, [own], async (query) => (await sql.raw(statement).execute(query)).rows).catch(
      codeOf,
    );
  const asOwner = async <Row>(statement: string): Promise<Row[]> =>
    (await sql.raw<Row>(statement).execute(database.owner)).rows;

  const tablesOfApi = () =>
    asOwner<{ name: string; rights: string }>(`
      select relation.relname as name, string_agg(distinct access.privilege_type, ',' order by access.privilege_type) as rights
      from pg_class relation
      join pg_namespace space on space.oid = relation.relnamespace and space.nspname = 'public'
      cross join lateral aclexplode(relation.relacl) access
      where relation.relkind in ('r', 'p', 'v', 'm', 'f')
        and access.grantee in (0, (select oid from pg_roles where rolname = 'ema_api'))
      group by relation.relname order by relation.relname`);

  it("hold for every table that ema_api has any right to, and for every one with a workspace", async () => {
    expect(await unguarded(database.owner)).toEqual([]);
  });

  it.each([
    ["has a workspace", "create table note (workspace_id text)"],
    ["ema_api may read", "create table note (id int); grant select on note to ema_api"],
    ["everybody may read", "create table note (id int); grant select on note to public"],
    [
      "has no policy",
      "create table note (id int); grant select on note to ema_api; alter table note enable row level security",
    ],
  ])("are missed where they were forgotten, for a table that %s", async (_, statements) => {
    const rolledBack = new Error();
    let found: unknown;
    await database.owner
      .transaction()
      .execute(async (transaction) => {
        for (const statement of statements.split("; ")) await sql.raw(statement).execute(transaction);
        found = await unguarded(transaction);
        throw rolledBack;
      })
      .catch((error: unknown) => {
        if (error !== rolledBack) throw error;
      });

    expect(found).toEqual([{ name: "note" }]);
  });

  it("leave ema_api no right to what signing in needs, and none to change the audit or a workspace", async () => {
    const rights = new Map((await tablesOfApi()).map(({ name, rights }) => [name, rights]));

    for (const table of [
      "user",
      "session",
      "account",
      "verification",
      "membership",
      "api_token",
      "kysely_migration",
      "kysely_migration_lock",
    ])
      expect([table, rights.get(table)]).toEqual([table, undefined]);
    expect([rights.get("audit_entry"), rights.get("workspace")]).toEqual(["INSERT,SELECT", "SELECT"]);
  });

  it("leave it no way around: it owns nothing, has no attribute, and no function runs as its owner", async () => {
    expect(
      await asOwner(`
        select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin,
          (select count(*)::int from pg_class where relowner = role.oid) as owned,
          (select count(*)::int from pg_auth_members where member = role.oid) as memberships
        from pg_roles role where rolname = 'ema_api'`),
    ).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolcanlogin: false,
        owned: 0,
        memberships: 0,
      },
    ]);
    expect(
      await asOwner(`
        select proname from pg_proc join pg_namespace space on space.oid = pronamespace
        where nspname = 'public' and prosecdef`),
    ).toEqual([]);
  });

  describe.each(["workspace", "run", "run_event", "audit_entry"])("%s", (table) => {
    const key = table === "workspace" ? "id" : "workspace_id";

    it("shows the own workspace's rows, and nothing of another's however it is asked", async () => {
      expect(await asOwn(`select distinct ${key} as workspace from ${table}`)).toEqual([{ workspace: own }]);
      for (const statement of [
        `select from ${table} where ${key} = '${others}'`,
        `select from ${table} where ${key} <> '${own}'`,
        `select from (select ${key}, count(*) over () from ${table}) one where ${key} = '${others}'`,
        `with one as (select ${key} from ${table}) select from one where ${key} = '${others}'`,
        `select from ${table} one join ${table} two on two.${key} <> one.${key}`,
      ])
        expect([statement, await asOwn(statement)]).toEqual([statement, []]);
    });

    it("shows nothing where no workspace is named", async () => {
      const seen = await inWorkspaces(database, [], (query) =>
        sql.raw(`select from ${table}`).execute(query),
      );
      expect(seen.rows).toEqual([]);
    });

    it("changes and removes nothing of another's", async () => {
      const before = await asOwner(`select * from ${table} order by 1`);
      for (const statement of [
        `update ${table} set ${key} = ${key} where ${key} = '${others}' returning 1`,
        `delete from ${table} where ${key} = '${others}' returning 1`,
      ])
        expect([[], "42501"]).toContainEqual(await asOwn(statement));
      for (const statement of [
        `update ${table} set ${key} = '${others}'`,
        `update ${table} set ${key} = null`,
        `truncate ${table}`,
        `alter table ${table} disable row level security`,
        `drop policy own_workspace on ${table}`,
        `create policy mine on ${table} using (true)`,
        `drop table ${table}`,
        `copy ${table} to program 'cat'`,
      ])
        expect([statement, await asOwn(statement)]).toEqual([statement, "42501"]);
      expect(await asOwner(`select * from ${table} order by 1`)).toEqual(before);
      // No error, but a warning: nothing was granted.
      const rights = await tablesOfApi();
      await asOwn(`grant all on ${table} to public`);
      expect(await tablesOfApi()).toEqual(rights);
    });
  });

  it.each(["user", "session", "account", "verification", "membership", "api_token"])(
    "%s cannot be read, written or emptied",
    async (table) => {
      for (const statement of [
        `select from "${table}"`,
        `select count(*) from "${table}"`,
        `insert into "${table}" default values`,
        `delete from "${table}"`,
        `truncate "${table}"`,
        `lock table "${table}"`,
      ])
        expect([statement, await asOwn(statement)]).toEqual([statement, "42501"]);
    },
  );

  it("take no row for another workspace", async () => {
    const event = `now(), now()`;
    for (const statement of [
      `insert into audit_entry (workspace_id, actor_id, actor_kind, actor_name, action)
        values ('${others}', '1', 'person', 'x', 'runViewed')`,
      `insert into run (id, workspace_id, session_id, status, started_at, last_event_at, heard_at, position)
        values (gen_random_uuid(), '${others}', 'x', 'running', now(), now(), now(), 0)`,
      `insert into run (id, workspace_id, session_id, status, started_at, last_event_at, heard_at, position)
        select gen_random_uuid(), '${others}', 'x', 'running', now(), now(), now(), 0 from run
        on conflict (workspace_id, session_id) do update set stage = 'closing'`,
      `insert into run_event (position, id, workspace_id, run_id, event_type, happened_at, received_at)
        select 1000, 'x', '${others}', id, 'CALL_ENDED', ${event} from run`,
      `insert into workspace (id) values ('new')`,
    ])
      expect([statement, await asOwn(statement)]).toEqual([statement, "42501"]);
  });

  it("let an entry of the audit be written and read, and never altered", async () => {
    await enterAudit(
      database,
      { id: "1", kind: "person", name: "x", email: null },
      { action: "runViewed", workspaceId: own },
    );
    const entries = `select action from audit_entry where actor_id = '1'`;

    expect(await asOwn(entries)).toEqual([{ action: "runViewed" }]);
    expect(await asOwn(`update audit_entry set action = 'erased'`)).toBe("42501");
    expect(await asOwn(`delete from audit_entry`)).toBe("42501");
    expect(await asOwn(entries)).toEqual([{ action: "runViewed" }]);
  });

  it("hold for what is called, too: a function sees what its caller sees, and cannot be made", async () => {
    expect(
      await asOwn(
        `select query_to_xml('select workspace_id from run', true, true, '')::text like '%${others}%' as leaked`,
      ),
    ).toEqual([{ leaked: false }]);
    expect(
      await asOwn(`create function leak() returns int language sql as 'select 1' security definer`),
    ).toBe("42501");
    expect(await asOwn(`create view leak as select * from run`)).toBe("42501");
    expect(await asOwn(`create table leak (id int)`)).toBe("42501");
    expect(await asOwn(`create role leak`)).toBe("42501");
    expect(await asOwn(`alter role ema_api bypassrls`)).toBe("42501");
  });
});

/** Tables of which row-level security is off, or has no policy, though `ema_api` or everybody has a right to them. */
async function unguarded(query: Query): Promise<unknown[]> {
  const { rows } = await sql`
    select relation.relname as name
    from pg_class relation
    join pg_namespace space on space.oid = relation.relnamespace and space.nspname = 'public'
    cross join lateral (
      select
        exists (
          select from aclexplode(relation.relacl) access
          where access.grantee in (0, (select oid from pg_roles where rolname = 'ema_api'))
        ) as reachable,
        exists (
          select from pg_attribute
          where attrelid = relation.oid and attname in ('workspace_id', 'run_id') and not attisdropped
        ) as of_workspace,
        exists (select from pg_policy where polrelid = relation.oid) as has_policy
    ) found
    where relation.relkind in ('r', 'p', 'v', 'm', 'f')
      and (
        (not relation.relrowsecurity and (reachable or of_workspace))
        or (reachable and not has_policy)
      )`.execute(query);
  return rows;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : error;
}

async function addRunWithEvent({ owner }: Database, workspaceId: string): Promise<void> {
  const at = new Date("2026-11-27T03:00:00.000Z");
  const runId = randomUUID();
  await owner
    .insertInto("run")
    .values({
      id: runId,
      workspaceId,
      sessionId: `room-${workspaceId}`,
      status: "running",
      startedAt: at,
      lastEventAt: at,
      heardAt: at,
      hazards: json([]),
      facts: json({}),
      providers: json({}),
      metadata: json({}),
      position: sql<number>`nextval('feed_position')`,
    })
    .execute();
  await owner
    .insertInto("runEvent")
    .values({
      position: sql<number>`nextval('feed_position')`,
      id: "1",
      workspaceId,
      runId,
      eventType: "TENANT_UTTERANCE",
      redacted: false,
      data: json({}),
      happenedAt: at,
      receivedAt: at,
    })
    .execute();
}
