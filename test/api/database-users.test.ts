import { randomUUID } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "kysely";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { type Driver, inWorkspaces, openDatabase } from "#src/api/database/database.ts";
import { driverOf } from "#src/api/database/pglite.ts";
import { postgresDriver } from "#src/api/database/postgres.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { addWorkspace } from "./parts.ts";

/** An empty database of a new user's. */
interface Owned {
  user: string;
  driver: () => Driver;
  administer: (statement: string) => Promise<void>;
}

describe("a database whose user is no superuser", () => {
  const server = inject("postgres");
  let pglite: PGlite;
  /** Its first migration makes the role in the server, if no other test's has. */
  let other: TestDatabase;

  beforeAll(async () => {
    if (server === undefined) pglite = await PGlite.create();
    else other = await openTestDatabase();
  });
  afterAll(() => (server === undefined ? pglite.close() : other.close()));

  const ownedBy = (attribute: "createrole" | "nocreaterole"): Promise<Owned> =>
    server === undefined ? inPglite(pglite, attribute) : inServer(server, attribute);

  it("is refused in one sentence when the user may neither make the role of the requests nor become it", async () => {
    const { driver } = await ownedBy("nocreaterole");

    await expect(openDatabase(driver())).rejects.toThrow(
      /^DATABASE_URL is a database whose user may not make the role ema_api, nor become it; [^\n]+\.$/,
    );
  });

  it("serves a user who may make roles", async () => {
    const { driver, user } = await ownedBy("createrole");

    expect(await usersIn(driver())).toEqual([user, "ema_api", 0, 1]);
  });

  it("serves a user to whom an administrator gave the role", async () => {
    const { driver, user, administer } = await ownedBy("nocreaterole");
    await administer(`grant ema_api to ${user}`);

    expect(await usersIn(driver())).toEqual([user, "ema_api", 0, 1]);
  });
});

/** Who is asked outside and inside of `inWorkspaces`, and how many workspaces are seen there of none and of one. */
async function usersIn(driver: Driver): Promise<unknown[]> {
  const database = await openDatabase(driver);
  await addWorkspace(database, "maple-court");
  const who = sql<{ who: string }>`select current_user::text as who`;
  const seen = (ids: string[]) =>
    inWorkspaces(database, ids, (query) => query.selectFrom("workspace").select("id").execute());
  const outside = await who.execute(database.owner);
  const inside = await inWorkspaces(database, [], (query) => who.execute(query));
  const counts = [(await seen([])).length, (await seen(["maple-court"])).length];
  await database.close();
  return [outside.rows[0]?.who, inside.rows[0]?.who, ...counts];
}

const newName = (): string => `user_${randomUUID().replaceAll("-", "")}`;

async function inPglite(pglite: PGlite, attribute: string): Promise<Owned> {
  const user = newName();
  const become = `set session authorization ${user}`;
  await pglite.exec(`
    set session authorization postgres; drop schema public cascade; create role ${user} login ${attribute};
    create schema public authorization ${user}; ${become}`);
  return {
    user,
    driver: () => ({ ...driverOf(pglite), close: async () => {} }),
    administer: async (statement) =>
      void (await pglite.exec(`set session authorization postgres; ${statement}; ${become}`)),
  };
}

async function inServer(server: string, attribute: string): Promise<Owned> {
  const user = newName();
  const url = new URL(server);
  url.username = user;
  url.pathname = user;
  const client = new Client({ connectionString: server });
  await client.connect();
  const administer = async (statement: string) => void (await client.query(statement));
  await administer(`create role ${user} login ${attribute}`);
  await administer(`grant ${user} to current_user`);
  await administer(`create database ${user} owner ${user}`);
  onTestFinished(async () => {
    await administer(`drop database ${user} with (force)`);
    await client.end();
  });
  return {
    user,
    driver: () => postgresDriver({ url: url.href, connections: 2, onProblem: () => {} }),
    administer,
  };
}
