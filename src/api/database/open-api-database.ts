/** The database that the settings name: PostgreSQL, or PGlite in a folder of the data. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "#src/config/settings.ts";
import { type Database, openDatabase } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";
import { pgliteDriver } from "./pglite.ts";
import { postgresDriver } from "./postgres.ts";

/** One process has the folder already; the message is one sentence. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";

  constructor(folder: string) {
    super(
      `The database in ${folder} is open in another process, such as the API, and only one can have it; stop that one first.`,
    );
  }
}

export const databaseFolder = (dataDir: string): string => join(dataDir, "api-db");

/** Migrates, too. Rejects with `FolderInUseError`, or with what the driver says of a server that cannot be reached. */
export async function openApiDatabase(
  { databaseUrl, dataDir }: Pick<Settings, "databaseUrl" | "dataDir">,
  onProblem: (problem: string) => void,
): Promise<Database> {
  if (databaseUrl !== undefined)
    return openDatabase(postgresDriver({ url: databaseUrl.reveal(), onProblem }));
  const folder = databaseFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  const lock = lockFolder(folder);
  if (lock === undefined) throw new FolderInUseError(folder);
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
