/** `GET /api/workspaces/:id/audit`: who looked at what, for administrators. */
import { z } from "zod";
import { auditPageSchema } from "#src/api/answers.ts";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { allowed } from "./viewer.ts";

const longestPage = 200;

const querystring = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(longestPage).default(50),
});

export function serveAudit(app: ApiApp, { database }: { database: Database }): void {
  app.get(
    "/api/workspaces/:id/audit",
    {
      schema: {
        params: z.object({ id: z.string() }),
        querystring,
        response: { 200: auditPageSchema, "4xx": refusalSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      allowed(request, id, "admin");
      const { before, limit } = request.query;
      const rows = await inWorkspaces(database, [id], (query) =>
        query
          .selectFrom("auditEntry")
          .selectAll()
          .where("workspaceId", "=", id)
          .$if(before !== undefined, (page) => page.where("id", "<", before ?? 0))
          .orderBy("id", "desc")
          .limit(limit + 1)
          .execute(),
      );
      const page = rows.slice(0, limit);
      return {
        entries: page.map((row) => ({
          id: row.id,
          happenedAt: row.happenedAt.toISOString(),
          actor: { id: row.actorId, kind: row.actorKind, name: row.actorName, email: row.actorEmail },
          action: row.action,
          runId: row.runId,
        })),
        next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      };
    },
  );
}
