/** Serves the dashboard's built page: its files for ever, under names that change with their content, and the page anew each time. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import type { ApiApp } from "#src/api/http/parts.ts";
import { isPage, isPageOfNobody } from "./page-routes.ts";

/** As `src/dashboard/nonce-placeholder.ts` has it. */
const noncePlaceholder = "EMA-STYLE-NONCE";

/**
 * `folder` is what `npm run dashboard:build` made. To be registered beside the API's routes, which go before it. The page's styles
 * bear `reply.cspNonce.style` where the policy has one. Throws when there is no page in the folder.
 */
export async function serveDashboard(app: ApiApp, { folder }: { folder: string }): Promise<void> {
  const page = await readFile(join(folder, "index.html"), "utf8");
  await app.register(fastifyStatic, {
    root: join(folder, "assets"),
    prefix: "/assets/",
    preCompressed: true,
    index: false,
    immutable: true,
    maxAge: "365d",
    decorateReply: false,
    wildcard: true,
  });
  app.get("/*", { schema: { hide: true } }, (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "/";
    if (!isPage(path) && !isPageOfNobody(path, request.headers.accept)) return reply.callNotFound();
    return reply
      .status(isPage(path) ? 200 : 404)
      .type("text/html; charset=utf-8")
      .header("cache-control", "no-store")
      .send(page.replaceAll(noncePlaceholder, nonceOf(reply)));
  });
}

function nonceOf(reply: FastifyReply): string {
  const { cspNonce } = reply as { cspNonce?: { style?: string } };
  return cspNonce?.style ?? randomBytes(16).toString("base64");
}
