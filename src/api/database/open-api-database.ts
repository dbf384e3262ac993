/** The API's database, opened by the API itself, or by a command beside it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SettingsError } from "#src/config/settings-error.ts";
import type { Settings } from "#src/config/settings.ts";
import { type Database, openDatabase } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";
import { pgliteDriver } from "./pglite.ts";
import { postgresDriver } from "./postgres.ts";

/** PostgreSQL's address, or the folder of a database in this process. */
export type Store = { url: string } | { folder: string };

export function storeOf({ databaseUrl, dataDir }: Pick<Settings, "databaseUrl" | "dataDir">): Store {
  return databaseUrl === undefined ? { folder: join(dataDir, "api-db") } : { url: databaseUrl.reveal() };
}

/** Migrates, too. Throws `SettingsError` when it cannot be used. */
export async function openApiDatabase(store: Store, onProblem: (problem: string) => void): Promise<Database> {
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
      "a folder in which another process, such as the API, has its database open",
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

/** A message may quote what was sent, or where to. */
const codeOf = (error: unknown): string =>
  error instanceof Error
    ? "code" in error && typeof error.code === "string"
      ? error.code
      : error.name
    : "unknown reason";
