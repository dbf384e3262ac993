/** `GET /api/workspaces/:id/export?number=`: what is stored of a caller, as a file, for administrators. */
import { z } from "zod";
import { audited } from "#src/api/access/audit.ts";
import { allowed } from "#src/api/access/viewer.ts";
import { callerExportSchema } from "#src/api/answers.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { callerOf } from "./caller-number.ts";
import { exportCaller, type ExportParts } from "./export-caller.ts";
import type { PrivacyParts } from "./privacy-parts.ts";

export function serveExport(app: ApiApp, parts: ExportParts & Pick<PrivacyParts, "callerKey">): void {
  app.get(
    "/api/workspaces/:id/export",
    {
      schema: {
        params: z.object({ id: z.string().min(1).max(100) }),
        querystring: z.object({ number: z.string().max(40) }),
        response: { 200: callerExportSchema, "4xx": refusalSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      allowed(request, id, "admin");
      // A plus in an address is a space to whoever does not encode it.
      const caller = callerOf(request.query.number.replace(/^ /, "+"), parts.callerKey);
      await audited(request, { action: "exported", workspaceId: id });
      const exported = await exportCaller(parts, { workspaceId: id, ...caller });
      return reply
        .header("content-disposition", 'attachment; filename="caller.json"')
        .header("cache-control", "private, no-store")
        .send(exported);
    },
  );
}
