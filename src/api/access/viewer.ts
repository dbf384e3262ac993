/** Who asks, and whether they may. */
import type { FastifyRequest } from "fastify";
import { type Role, roles } from "#src/api/answers.ts";
import { ApiError } from "#src/api/http/api-error.ts";

export interface Viewer {
  /** A user's id, or a token's. */
  id: string;
  kind: "person" | "token";
  name: string;
  email: string | null;
  /** By workspace; what is not in it does not exist for them. */
  roles: ReadonlyMap<string, Role>;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set before every route below `/api`; null when nobody is signed in. */
    viewer: Viewer | null;
  }
}

/** Throws `ApiError` 401 when nobody is signed in. */
export function signedIn({ viewer }: Pick<FastifyRequest, "viewer">): Viewer {
  if (viewer === null) throw new ApiError(401, "signedOut", "Sign in first.");
  return viewer;
}

/**
 * Throws `ApiError` 401 when nobody is signed in, 404 when they do not belong to the workspace, since they are not to learn that
 * it is there, and 403 when their role is not enough.
 */
export function allowed(request: Pick<FastifyRequest, "viewer">, workspaceId: string, least: Role): Viewer {
  const viewer = signedIn(request);
  const role = viewer.roles.get(workspaceId);
  if (role === undefined) throw new ApiError(404, "notFound", "There is no such thing, or it is not yours.");
  if (roles.indexOf(role) < roles.indexOf(least))
    throw new ApiError(
      403,
      "notAllowed",
      `This takes the role ${least}; ask an administrator of the workspace.`,
    );
  return viewer;
}
