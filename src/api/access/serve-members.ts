/** `GET /api/workspaces/:id/members`: who may see the workspace. People are added and removed by the command `users`. */
import { z } from "zod";
import { membersSchema } from "#src/api/answers.ts";
import type { Database } from "#src/api/database/database.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { allowed } from "./viewer.ts";

export function serveMembers(app: ApiApp, { database }: { database: Database }): void {
  app.get(
    "/api/workspaces/:id/members",
    {
      schema: {
        params: z.object({ id: z.string() }),
        response: { 200: membersSchema, "4xx": refusalSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      allowed(request, id, "admin");
      const members = await database.owner
        .selectFrom("membership")
        .innerJoin("user", "user.id", "membership.userId")
        .select(["user.id", "user.name", "user.email", "membership.role"])
        .where("workspaceId", "=", id)
        .orderBy("user.email")
        .execute();
      return { members };
    },
  );
}
