/** The API apart from the server that listens: tests ask it without a port. */
import swagger from "@fastify/swagger";
import fastify from "fastify";
import { jsonSchemaTransform, serializerCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { servePrices } from "./costs/serve-prices.ts";
import { addAccess } from "./access/access.ts";
import { answerErrors } from "./http/answer-errors.ts";
import { observeRequests } from "./http/observe-requests.ts";
import type { ApiApp, ApiParts } from "./http/parts.ts";
import { serveHealth } from "./http/serve-health.ts";
import { servePrivacy } from "./privacy/serve-privacy.ts";
import { validatorCompiler } from "./http/validate.ts";
import { receiveWebhooks } from "./receive/receive-webhooks.ts";
import { serveCalls } from "./streams/serve-calls.ts";
import { servePacks } from "./workspaces/serve-packs.ts";
import { serveWorkspaces } from "./workspaces/serve-workspaces.ts";

/** A webhook is a few hundred bytes. */
const longestBody = 256 * 1024;

/**
 * Does not listen. Closing it ends what its routes began; the database stays open.
 *
 * Whatever holds for all routes, such as who is signed in or which headers are set, is hooked up before the list of routes;
 * each concern's routes are in a scope of their own.
 */
export async function buildApi(parts: ApiParts): Promise<ApiApp> {
  // Fastify's own log would bear addresses, and in them numbers that were searched for.
  const app: ApiApp = fastify({
    logger: false,
    bodyLimit: longestBody,
    trustProxy: (_address, hop) => hop < parts.access.trustedProxies,
    routerOptions: { ignoreTrailingSlash: true },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  if (parts.requests !== undefined) observeRequests(app, parts.requests);
  answerErrors(app, parts.log);
  app.decorateRequest("viewer", null);
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title: "EMA API", version: "1" } },
    transform: jsonSchemaTransform,
  });

  await addAccess(app, parts);

  for (const serve of [
    serveHealth,
    serveOpenApi,
    receiveWebhooks,
    servePrivacy,
    servePrices,
    servePacks,
    serveWorkspaces,
    serveCalls,
  ])
    await app.register(async (scope: ApiApp) => serve(scope, parts));
  return app;
}

function serveOpenApi(app: ApiApp): void {
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
}
