/** `POST /api/runs/:id/erase`, `POST /api/workspaces/:id/erase-caller`, and their receipts, for administrators. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { audited } from "#src/api/access/audit.ts";
import { allowed, signedIn } from "#src/api/access/viewer.ts";
import { type Erasure, erasureSchema } from "#src/api/answers.ts";
import { inWorkspaces } from "#src/api/database/database.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { callerOf } from "./caller-number.ts";
import { erase, type ErasingParts, presentErasure, type ToErase } from "./erase.ts";
import type { PrivacyParts } from "./privacy-parts.ts";

const ofRun = z.object({ id: z.uuid() });
const ofWorkspace = z.object({ id: z.string().min(1).max(100) });
const response = { 200: erasureSchema, "4xx": refusalSchema };

export function serveErasure(app: ApiApp, parts: ErasingParts & Pick<PrivacyParts, "callerKey">): void {
  const { database, callerKey } = parts;

  app.post("/api/runs/:id/erase", { schema: { params: ofRun, response } }, async (request) => {
    const { id } = request.params;
    const workspaceId = await workspaceOf(request, id);
    return erased(request, { workspaceId, what: { runId: id } });
  });

  app.post(
    "/api/workspaces/:id/erase-caller",
    { schema: { params: ofWorkspace, body: z.object({ number: z.string().max(40) }), response } },
    async (request) => {
      const { id } = request.params;
      allowed(request, id, "admin");
      return erased(request, { workspaceId: id, what: callerOf(request.body.number, callerKey) });
    },
  );

  app.get(
    "/api/workspaces/:id/erasures/:erasureId",
    { schema: { params: ofWorkspace.extend({ erasureId: z.uuid() }), response } },
    async (request) => {
      const { id, erasureId } = request.params;
      allowed(request, id, "admin");
      const row = await inWorkspaces(database, [id], (query) =>
        query
          .selectFrom("erasure")
          .selectAll()
          .where("workspaceId", "=", id)
          .where("id", "=", erasureId)
          .executeTakeFirst(),
      );
      if (row === undefined) throw gone();
      return presentErasure(row);
    },
  );

  async function erased(request: FastifyRequest, what: Omit<ToErase, "by">): Promise<Erasure> {
    const receipt = await erase(parts, { ...what, by: signedIn(request) });
    if (receipt === undefined) throw gone();
    await audited(request, {
      action: "erased",
      workspaceId: what.workspaceId,
      ...("runId" in what.what ? what.what : {}),
    });
    return receipt;
  }

  /** Of the run, or of its receipt once it is erased. */
  async function workspaceOf(request: FastifyRequest, runId: string): Promise<string> {
    const mine = [...signedIn(request).roles.keys()];
    const found = await inWorkspaces(
      database,
      mine,
      async (query) =>
        (await query.selectFrom("run").select("workspaceId").where("id", "=", runId).executeTakeFirst()) ??
        query.selectFrom("erasure").select("workspaceId").where("runId", "=", runId).executeTakeFirst(),
    );
    if (found === undefined) throw gone();
    allowed(request, found.workspaceId, "admin");
    return found.workspaceId;
  }
}

const gone = (): ApiError => new ApiError(404, "notFound", "There is no such thing, or it is not yours.");
