/** Starts a PostgreSQL of the run's own, on a socket and a port of this machine, and removes it afterwards. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of a database of the server, of a user who is no superuser; undefined where the run is to use PGlite. */
    postgres: string | undefined;
  }
}

const startLimitMs = 30_000;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide("postgres", server.url);
  return server.close;
}

export interface PostgresServer {
  url: string;
  close: () => Promise<void>;
}

/** Throws, with the remedy, when PostgreSQL's programs are not installed. `durable`: commits wait for the disk, as in production. */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const programs = findPrograms();
  const folder = mkdtempSync(join(tmpdir(), "ema-postgres-"));
  chmodSync(folder, 0o777);
  const data = join(folder, "data");
  const run = (program: string, args: readonly string[]): [string, string[]] => {
    // The server refuses to be root, and is not to outlive a run that was killed: QUIT ends it at once.
    const nobody = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"];
    const user = process.getuid?.() === 0 ? nobody : [];
    return ["setpriv", [...user, "--pdeathsig=QUIT", "--", join(programs, program), ...args]];
  };
  execFileSync(...run("initdb", ["--pgdata", data, "--username", "ema", "--auth", "trust", "--no-sync"]), {
    stdio: "ignore",
    cwd: folder,
  });
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    fsync: durable ? "on" : "off",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(...run("postgres", ["-D", data, ...options]), { stdio: "ignore", cwd: folder });
  const superuser = `postgres://ema@127.0.0.1:${port}/postgres`;
  await answering(superuser, server);
  await prepare(superuser);
  return {
    url: `postgres://owner@127.0.0.1:${port}/owned`,
    async close() {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      if (server.exitCode === null) {
        server.kill("SIGINT");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A managed database's user is no superuser, so the tests' is none: it may make databases, and the role of the API's requests. */
async function prepare(superuser: string): Promise<void> {
  const client = new Client({ connectionString: superuser });
  await client.connect();
  await client.query("create role owner login createrole createdb");
  await client.query("create database owned owner owner");
  await client.end();
}

/** Debian keeps them out of the PATH, a folder a version. */
function findPrograms(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root)
    ? readdirSync(root).sort((one, other) => Number(other) - Number(one))
    : [];
  const found = versions
    .map((version) => join(root, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
  if (found === undefined)
    throw new Error(
      "PostgreSQL is not installed: run `npm run e2e:setup`, or install Debian's `postgresql`.",
    );
  return found;
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || performance.now() > deadline)
        throw new Error("PostgreSQL did not start.", { cause: error });
      await delay(50);
    }
  }
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.once("error", reject).listen(0, "127.0.0.1", () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
  });
  return promise;
}
