/** Brings the tables to the present version; what was done is kept in the database. */
import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/** Several processes may start together: the migrator locks. Throws what a migration threw. */
export async function migrate(owner: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: owner.withoutPlugins(),
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
