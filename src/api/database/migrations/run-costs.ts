/** What a call cost, by provider, at the prices of the moment: a later price list does not change a month that is over. */
import { sql } from "kysely";
import type { Migration } from "kysely/migration";

export const runCosts: Migration = {
  async up(db) {
    await sql`alter table run add column cost_by_provider jsonb`.execute(db);
  },
};
