/** A workspace, and the pack that its calls are answered from, to be read. */
import { z } from "zod";
import { allowed } from "#src/api/access/viewer.ts";
import { packSchema, workspaceSchema } from "#src/api/answers.ts";
import { inWorkspaces } from "#src/api/database/database.ts";
import type { WorkspaceTable } from "#src/api/database/tables.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import type { Selectable } from "kysely";

const params = z.object({ id: z.string() });

export function serveWorkspaces(app: ApiApp, { database }: ApiParts): void {
  async function read(id: string): Promise<Selectable<WorkspaceTable>> {
    const row = await inWorkspaces(database, [id], (query) =>
      query.selectFrom("workspace").selectAll().where("id", "=", id).executeTakeFirst(),
    );
    if (row === undefined) throw new ApiError(404, "notFound", "There is no such thing, or it is not yours.");
    return row;
  }

  app.get(
    "/api/workspaces/:id",
    {
      schema: {
        summary: "A workspace and its settings.",
        tags: ["workspaces"],
        params,
        response: { 200: workspaceSchema, "4xx": refusalSchema },
      },
    },
    async (request) => {
      allowed(request, request.params.id, "viewer");
      const { files: _files, updatedAt, ...row } = await read(request.params.id);
      return workspaceSchema.parse({ ...row, updatedAt: updatedAt.toISOString() });
    },
  );

  app.get(
    "/api/workspaces/:id/pack",
    {
      schema: {
        summary: "The files of a workspace's prompt pack.",
        tags: ["workspaces"],
        params,
        response: { 200: packSchema, "4xx": refusalSchema },
      },
    },
    async (request) => {
      allowed(request, request.params.id, "viewer");
      const { files, promptsVersion } = await read(request.params.id);
      return { promptsVersion, files };
    },
  );
}
