/** PostgreSQL in this process, for one machine without a database server. */
import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import { PGliteDialect } from "kysely";
import type { Driver } from "./database.ts";

// V8 can end the process when it collects compiled WebAssembly (nodejs/node issue 64500).
setFlagsFromString("--no-wasm-code-gc");

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
