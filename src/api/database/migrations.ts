/** In this order; one that has landed is never changed. */
import type { Migration } from "kysely/migration";
import { access } from "./migrations/access.ts";
import { runs } from "./migrations/runs.ts";

export const migrations: Readonly<Record<string, Migration>> = {
  "2026-11-27-a-runs": runs,
  "2026-11-27-b-access": access,
};
