/** PostgreSQL in this process, for one machine without a database server. */
import { PGlite } from "@electric-sql/pglite";
import { PGliteDialect } from "kysely";
import type { Driver } from "./database.ts";

/** `folder` is made when it is not there; without one everything is kept in memory. Only one process may use a folder. */
export async function pgliteDriver(folder?: string): Promise<Driver> {
  return driverOf(await PGlite.create(folder === undefined ? {} : { dataDir: folder }));
}

/** Of one that is open. */
export function driverOf(pglite: PGlite): Driver {
  return {
    dialect: new PGliteDialect({ pglite }),
    listen: (channel, { onMessage }) => pglite.listen(channel, onMessage),
    async close() {
      if (!pglite.closed) await pglite.close();
    },
  };
}
