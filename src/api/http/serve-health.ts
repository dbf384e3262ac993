/** `/healthz`: the process lives and its event loop turns. `/readyz`: its database answers, too. */
import { sql } from "kysely";
import { z } from "zod";
import { describeError } from "#src/privacy/describe-error.ts";
import { refusalSchema } from "./answer-errors.ts";
import { ApiError } from "./api-error.ts";
import type { ApiApp, ApiParts } from "./parts.ts";

export function serveHealth(app: ApiApp, { database, log }: ApiParts): void {
  app.get("/healthz", { schema: { response: { 200: z.object({ status: z.literal("ok") }) } } }, async () => ({
    status: "ok" as const,
  }));
  app.get(
    "/readyz",
    { schema: { response: { 200: z.object({ status: z.literal("ready") }), 503: refusalSchema } } },
    async () => {
      try {
        await sql`select 1`.execute(database.owner);
      } catch (error) {
        log.warn("the database does not answer", { error: describeError(error) });
        throw new ApiError(503, "notReady", "The database does not answer.");
      }
      return { status: "ready" as const };
    },
  );
}
