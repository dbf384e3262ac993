/** The whole API: its database, its workspaces, its jobs, and the server that listens. */
import { SettingsError } from "#src/config/settings-error.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { buildApi } from "./app.ts";
import type { Database } from "./database/database.ts";
import { openApiDatabase, type Store } from "./database/open-api-database.ts";
import type { ApiApp, ApiParts } from "./http/parts.ts";
import { closeLostRuns } from "./jobs/lost-runs.ts";
import { repeat } from "./jobs/repeat.ts";
import { removeOld } from "./jobs/retention.ts";
import { importWorkspaces } from "./workspaces/import-workspaces.ts";

export interface ApiOptions extends Omit<ApiParts, "database"> {
  store: Store;
  /** Port 0: any that is free. */
  listen: { host: string; port: number };
  /** Of `promptsDir`, loaded and checked. */
  packs: readonly Pack[];
  promptsDir: string;
  /** Adds what this process serves beside the API, before it listens. */
  extend?: (app: ApiApp, database: Database) => Promise<void>;
}

export interface RunningApi {
  /** Without a slash at its end. */
  url: string;
  database: Database;
  /** Takes no request any more, answers those that came, and closes the database. */
  close: () => Promise<void>;
}

const lookForLostRunsMs = 60_000;
const removeOldMs = 3_600_000;

/** Throws `SettingsError` when the database cannot be used, or the address not be listened on. */
export async function startApi({
  store,
  listen,
  packs,
  promptsDir,
  extend,
  ...parts
}: ApiOptions): Promise<RunningApi> {
  const { log, now } = parts;
  const database = await openApiDatabase(store, (problem) => log.warn("problem", { reason: problem }));
  try {
    await importWorkspaces(database, { packs, promptsDir, now });
    const app = await buildApi({ ...parts, database });
    await extend?.(app, database);
    const url = await listening(app, listen);
    const lost = repeat(async () => tellLost(await closeLostRuns({ database, now })), {
      name: "lost runs",
      everyMs: lookForLostRunsMs,
      log,
    });
    const old = repeat(
      async () => log.info("removed what was kept long enough", { ...(await removeOld({ database, now })) }),
      {
        name: "retention",
        everyMs: removeOldMs,
        log,
      },
    );
    return {
      url,
      database,
      async close() {
        await app.close();
        await lost.close();
        await old.close();
        parts.privacy.words.close();
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
