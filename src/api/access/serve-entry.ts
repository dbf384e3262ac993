/** `GET /enter?token=…`: signs in whoever has the link, where there is one. */
import { z } from "zod";
import type { Database } from "#src/api/database/database.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { type Entry, localAdministrator } from "./entry.ts";
import type { SignIn } from "./sign-in.ts";

export function serveEntry(
  app: ApiApp,
  { entry, database, signIn }: { entry: Entry; database: Database; signIn: SignIn },
): void {
  app.get(
    "/enter",
    { schema: { hide: true, querystring: z.object({ token: z.string().max(100) }) } },
    async ({ query }, reply) => {
      if (!entry.opensWith(query.token))
        throw new ApiError(404, "notFound", "This link is of another start; open the one printed last.");
      const userId = await localAdministrator(database);
      const { headers } = await signIn.api.startSession({ body: { userId }, returnHeaders: true });
      for (const cookie of headers.getSetCookie()) reply.header("set-cookie", cookie);
      return reply.header("cache-control", "no-store").redirect("/");
    },
  );
}
