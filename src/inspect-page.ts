/** The inspector's page at an address of the API: whoever may see all that it shows may open it. */
import { readFileSync } from "node:fs";
import type { ApiApp } from "#src/api/http/parts.ts";
import { allowed } from "#src/api/access/viewer.ts";
import { createInspectHandler } from "#src/inspect/server/handler.ts";
import type { WatchClient } from "#src/inspect/watch/watch-client.ts";

export interface InspectPageParts {
  client: WatchClient;
  /** Calls are not told by workspace there: it takes an operator of all of them. */
  workspaces: readonly string[];
}

const place = "/inspect";

export function serveInspectPage(app: ApiApp, { client, workspaces }: InspectPageParts): void {
  const handler = createInspectHandler({
    client,
    chartSvg: readFileSync(new URL("../machines/call/chart.svg", import.meta.url), "utf8"),
    recordAll: false,
  });
  app.addHook("onClose", async () => handler.close());
  app.addHook("onRequest", async (request) => {
    request.viewer = await app.viewerNow(request);
    for (const workspaceId of workspaces) allowed(request, workspaceId, "operator");
  });
  for (const path of [place, `${place}/*`])
    app.get(path, { schema: { hide: true } }, (request, reply) => {
      const url = request.url.slice(place.length);
      // The page's own addresses are relative, which takes the slash.
      if (!url.startsWith("/")) return reply.redirect(`${place}/${url}`);
      reply.hijack();
      handler.handle(request.raw, reply.raw, url);
    });
}
