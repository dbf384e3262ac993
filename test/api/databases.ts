/** Every test of the API runs against both databases, one after the other. */
import { randomUUID } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "#src/api/database/database.ts";
import { driverOf } from "#src/api/database/pglite.ts";
import { postgresDriver } from "#src/api/database/postgres.ts";

export interface TestDatabase {
  database: Database;
  /** Of a PostgreSQL: another process could open it. */
  url?: string;
  close: () => Promise<void>;
}

/** The one that the present run is against: `npm test` needs nothing installed, `npm run test:postgres` a PostgreSQL. */
export function openTestDatabase(): Promise<TestDatabase> {
  const server = inject("postgres");
  return server === undefined ? openPglite() : openPostgres(server);
}

/** Those that nobody uses any more: to open one takes two seconds, to empty one a few milliseconds. */
const idle: PGlite[] = [];

async function openPglite(): Promise<TestDatabase> {
  const pglite = idle.pop() ?? (await PGlite.create());
  const database = await openDatabase(driverOf(pglite));
  return {
    database,
    async close() {
      await pglite.exec("drop schema public cascade; create schema public; unlisten *");
      idle.push(pglite);
    },
  };
}

/** A database of its own in the server that the run started. */
async function openPostgres(server: string): Promise<TestDatabase> {
  const name = `ema_${randomUUID().replaceAll("-", "")}`;
  await asked(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  const problems: string[] = [];
  const database = await openDatabase(
    postgresDriver({ url: url.href, connections: 4, onProblem: (problem) => problems.push(problem) }),
  );
  return {
    database,
    url: url.href,
    async close() {
      await database.close();
      await asked(server, `drop database ${name} with (force)`);
    },
  };
}

async function asked(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
