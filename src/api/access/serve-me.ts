/** `GET /api/me`: who is signed in, and what they may see. */
import { meSchema } from "#src/api/answers.ts";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { signedIn } from "./viewer.ts";

export function serveMe(
  app: ApiApp,
  { database, canPlaceCalls }: { database: Database; canPlaceCalls: boolean },
): void {
  app.get("/api/me", { schema: { response: { 200: meSchema, "4xx": refusalSchema } } }, async (request) => {
    const { name, email, roles } = signedIn(request);
    const workspaces = await inWorkspaces(database, [...roles.keys()], (query) =>
      query
        .selectFrom("workspace")
        .select(["id", "name", "timeZone"])
        .orderBy("name")
        .orderBy("id")
        .execute(),
    );
    return {
      name,
      email,
      workspaces: workspaces.flatMap((workspace) => {
        const role = roles.get(workspace.id);
        return role === undefined ? [] : [{ ...workspace, role }];
      }),
      canPlaceCalls,
    };
  });
}
