/** `/api/workspaces/:id/tokens`: administrators list, make and revoke API tokens. */
import { z } from "zod";
import { apiTokensSchema, newApiTokenSchema, roles } from "#src/api/answers.ts";
import type { Database } from "#src/api/database/database.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { publish } from "#src/api/streams/feed.ts";
import { audited } from "./audit.ts";
import { createToken, listTokens, revokeToken, usualTokenDays } from "./tokens.ts";
import { allowed } from "./viewer.ts";

const longestDays = 366;

const ofWorkspace = z.object({ id: z.string() });
const newToken = z.object({
  name: z.string().min(1).max(100),
  role: z.enum(roles),
  days: z.int().min(1).max(longestDays).default(usualTokenDays),
});

export function serveTokens(app: ApiApp, { database, now }: { database: Database; now: () => number }): void {
  app.get(
    "/api/workspaces/:id/tokens",
    { schema: { params: ofWorkspace, response: { 200: apiTokensSchema, "4xx": refusalSchema } } },
    async (request) => {
      allowed(request, request.params.id, "admin");
      return { tokens: await listTokens(database.owner, request.params.id) };
    },
  );

  app.post(
    "/api/workspaces/:id/tokens",
    {
      schema: {
        params: ofWorkspace,
        body: newToken,
        response: { 201: newApiTokenSchema, "4xx": refusalSchema },
      },
    },
    async (request, reply) => {
      const workspaceId = request.params.id;
      administrator(request, workspaceId);
      await audited(request, { action: "tokenCreated", workspaceId });
      const made = await createToken(database.owner, { ...request.body, workspaceId, now: now() });
      return reply.status(201).send(made);
    },
  );

  app.delete(
    "/api/workspaces/:id/tokens/:tokenId",
    {
      schema: {
        params: ofWorkspace.extend({ tokenId: z.uuid() }),
        response: { 204: z.undefined(), "4xx": refusalSchema },
      },
    },
    async (request, reply) => {
      const { id: workspaceId, tokenId } = request.params;
      administrator(request, workspaceId);
      await audited(request, { action: "tokenRevoked", workspaceId });
      if (!(await revokeToken(database.owner, { workspaceId, id: tokenId, now: now() })))
        throw new ApiError(404, "notFound", "There is no such thing, or it is not yours.");
      // What it reads ends at once.
      await publish(database.owner, [{ kind: "closed", viewerId: tokenId }]);
      return reply.status(204).send();
    },
  );
}

/** A token that fell into wrong hands must not make another one that outlives it. */
function administrator(request: Parameters<typeof allowed>[0], workspaceId: string): void {
  const { kind } = allowed(request, workspaceId, "admin");
  if (kind === "token")
    throw new ApiError(403, "notAllowed", "Tokens are made and revoked by people; sign in on the dashboard.");
}
