/** Who asks, by the token or the cookie that a request bears. Asked anew for each request, so that what is revoked is over. */
import { fromNodeHeaders } from "better-auth/node";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Database } from "#src/api/database/database.ts";
import type { SignIn } from "./sign-in.ts";
import { viewerOfToken } from "./tokens.ts";
import type { Viewer } from "./viewer.ts";

/** The token in `Authorization: Bearer …`; undefined when the request bears none. */
export function bearerOf({ headers }: Pick<FastifyRequest, "headers">): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1];
}

interface Finding {
  database: Database;
  signIn: SignIn;
  now: number;
}

/**
 * Null when nobody is signed in. A request with a token is the token's alone, whatever its cookies are. `reply`, when given, gets
 * the cookie of a session that was made longer.
 */
export async function findViewer(
  request: FastifyRequest,
  { database, signIn, now }: Finding,
  reply?: FastifyReply,
): Promise<Viewer | null> {
  const token = bearerOf(request);
  if (token !== undefined) return (await viewerOfToken(database, token, now)) ?? null;
  if (request.headers.cookie === undefined) return null;
  const { headers, response } = await signIn.api.getSession({
    headers: fromNodeHeaders({ cookie: request.headers.cookie }),
    returnHeaders: true,
    ...(reply === undefined ? { query: { disableRefresh: true } } : {}),
  });
  if (reply !== undefined) for (const cookie of headers.getSetCookie()) reply.header("set-cookie", cookie);
  if (response === null) return null;
  const { id, name, email } = response.user;
  const memberships = await database.owner
    .selectFrom("membership")
    .select(["workspaceId", "role"])
    .where("userId", "=", id)
    .execute();
  return {
    id,
    kind: "person",
    name,
    email,
    roles: new Map(memberships.map(({ workspaceId, role }) => [workspaceId, role])),
  };
}
