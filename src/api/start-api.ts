/** The whole API: its database, its workspaces, its jobs, and the server that listens. */
import { mkdirSync } from "node:fs";
import { SettingsError } from "#src/config/settings-error.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { buildApi } from "./app.ts";
import { type Database, openDatabase } from "./database/database.ts";
import { lockFolder } from "./database/folder-lock.ts";
import { pgliteDriver } from "./database/pglite.ts";
import { postgresDriver } from "./database/postgres.ts";
import type { ApiApp, ApiParts } from "./http/parts.ts";
import { closeLostRuns } from "./jobs/lost-runs.ts";
import { repeat } from "./jobs/repeat.ts";
import { importWorkspaces } from "./workspaces/import-workspaces.ts";

export interface ApiOptions extends Omit<ApiParts, "database"> {
  /** PostgreSQL's address, or the folder of a database in this process. */
  store: { url: string } | { folder: string };
  /** Port 0: any that is free. */
  listen: { host: string; port: number };
  /** Of `promptsDir`, loaded and checked. */
  packs: readonly Pack[];
  promptsDir: string;
}

export interface RunningApi {
  /** Without a slash at its end. */
  url: string;
  database: Database;
  /** Takes no request any more, answers those that came, and closes the database. */
  close: () => Promise<void>;
}

const lookForLostRunsMs = 60_000;

/** Throws `SettingsError` when the database cannot be used, or the address not be listened on. */
export async function startApi({
  store,
  listen,
  packs,
  promptsDir,
  ...parts
}: ApiOptions): Promise<RunningApi> {
  const { log, now } = parts;
  const database = await opened(store, (problem) => log.warn("problem", { reason: problem }));
  try {
    await importWorkspaces(database, { packs, promptsDir, now });
    const app = await buildApi({ ...parts, database });
    const url = await listening(app, listen);
    const lost = repeat(async () => tellLost(await closeLostRuns({ database, now })), {
      name: "lost runs",
      everyMs: lookForLostRunsMs,
      log,
    });
    return {
      url,
      database,
      async close() {
        await app.close();
        await lost.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }

  function tellLost(runs: number): void {
    if (runs > 0) log.warn("calls ended without anybody telling so", { runs });
  }
}

async function opened(store: ApiOptions["store"], onProblem: (problem: string) => void): Promise<Database> {
  try {
    if ("url" in store) return await openDatabase(postgresDriver({ url: store.url, onProblem }));
    return await openedFolder(store.folder);
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const [variable, remedy] =
      "url" in store
        ? [
            "DATABASE_URL",
            "set the address of a PostgreSQL that runs, with a user who may create tables in it",
          ]
        : [
            "EMA_DATA_DIR",
            "set a folder that can be written, and that no other process keeps its database in",
          ];
    throw new SettingsError(variable, `a database that cannot be used (${codeOf(error)})`, remedy);
  }
}

/** Throws `SettingsError` when another process has it open. */
async function openedFolder(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const lock = lockFolder(folder);
  if (lock === undefined)
    throw new SettingsError(
      "EMA_DATA_DIR",
      "a folder in which another API has its database open",
      "end that one, or set DATABASE_URL, which any number of them can share",
    );
  try {
    const database = await openDatabase(await pgliteDriver(folder));
    const close = async (): Promise<void> => {
      await database.close();
      lock.release();
    };
    return { ...database, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function listening(app: ApiApp, { host, port }: ApiOptions["listen"]): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    if (codeOf(error) === "EADDRINUSE")
      throw new SettingsError("EMA_API_PORT", "a port that something else listens on", "set another one");
    throw new SettingsError(
      "EMA_API_HOST",
      `an address that cannot be listened on (${codeOf(error)})`,
      "set one that this machine has, such as 127.0.0.1 or 0.0.0.0",
    );
  }
}

/** A message may quote what was sent, or where to. */
const codeOf = (error: unknown): string =>
  error instanceof Error
    ? "code" in error && typeof error.code === "string"
      ? error.code
      : error.name
    : "unknown reason";
