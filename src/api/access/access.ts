/** Who gets in, and what they are told: hooked up before every other route. */
import type { FastifyRequest } from "fastify";
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import { findViewer } from "./find-viewer.ts";
import { addHeaders } from "./headers.ts";
import { addRateLimits, type RateLimits } from "./rate-limits.ts";
import { checkSameSite, originsOf } from "./same-site.ts";
import { serveAudit } from "./serve-audit.ts";
import { serveEntry } from "./serve-entry.ts";
import { serveMe } from "./serve-me.ts";
import { serveMembers } from "./serve-members.ts";
import { serveSignIn } from "./serve-sign-in.ts";
import { serveTokens } from "./serve-tokens.ts";
import { createSignIn } from "./sign-in.ts";
import type { Viewer } from "./viewer.ts";

declare module "fastify" {
  interface FastifyInstance {
    rateLimits: RateLimits;
    /** Who asks, as of now: a stream that goes on for hours asks again and ends when it is nobody, or somebody with less. */
    viewerNow: (request: FastifyRequest) => Promise<Viewer | null>;
  }
}

/**
 * Every route below `/api` gets `request.viewer`, limits, and a refusal of what another site sent; what is not below it, such as
 * webhooks and the page itself, gets headers alone.
 */
export async function addAccess(app: ApiApp, { database, access, log, now }: ApiParts): Promise<void> {
  const { publicUrl, canPlaceCalls, entry, passwordCost } = access;
  const origins = originsOf(publicUrl);
  const onProblem = (problem: string): void => log.error(problem);
  const signIn = createSignIn({
    database,
    secret: access.secret,
    origins,
    onProblem,
    ...(passwordCost === undefined ? {} : { passwordCost }),
  });
  await addHeaders(app, publicUrl);
  const limits = await addRateLimits(app);
  app.decorate("rateLimits", limits);
  app.decorate("auditDatabase", database);
  app.decorate("viewerNow", (request: FastifyRequest) =>
    findViewer(request, { database, signIn, now: now() }),
  );

  app.addHook("onRequest", async (request, reply) => {
    const route = request.routeOptions.url;
    if (route === undefined || !route.startsWith("/api/")) return;
    checkSameSite(request, origins);
    if (route.startsWith("/api/auth/")) return;
    request.viewer = await findViewer(request, { database, signIn, now: now() }, reply);
    await limits.viewer(request, reply);
  });

  serveSignIn(app, { signIn, database, limits, onProblem });
  serveMe(app, { database, canPlaceCalls });
  serveMembers(app, { database });
  serveTokens(app, { database, now });
  serveAudit(app, { database });
  if (entry !== undefined) serveEntry(app, { entry, database, signIn });
}
