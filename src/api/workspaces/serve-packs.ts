/** `GET /livekit/packs`: workspaces for workers with `EMA_WORKSPACES=api`, in the files that a prompts folder would hold. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import type { ApiApp, ApiParts } from "#src/api/http/parts.ts";
import { createSecretCheck } from "#src/api/receive/webhook-secrets.ts";

const answerSchema = z.object({
  workspaces: z.array(z.object({ id: z.string(), files: z.record(z.string(), z.string()) })),
});

/** The shared secret gets all of them, a workspace's own secret that one alone. */
export function servePacks(app: ApiApp, { database, webhooks }: ApiParts): void {
  const secrets = createSecretCheck(webhooks);
  app.get(
    "/livekit/packs",
    {
      schema: {
        summary: "Workspaces' packs, for workers.",
        tags: ["webhooks"],
        response: { 200: answerSchema, 304: z.null(), "4xx": refusalSchema },
      },
    },
    async (request, reply) => {
      const { workspaceId } = secrets.senderOf(request.headers["x-webhook-secret"]);
      const found = await database.owner
        .selectFrom("workspace")
        .select(["id", "files"])
        .$if(workspaceId !== undefined, (query) => query.where("id", "=", workspaceId ?? ""))
        .orderBy("id")
        .execute();
      const workspaces = found.filter(({ files }) => "workspace.yaml" in files);
      const etag = `"${createHash("sha256").update(canonical(workspaces)).digest("base64url")}"`;
      reply.header("etag", etag);
      if (named(request.headers["if-none-match"]).includes(etag)) return reply.status(304).send(null);
      return { workspaces };
    },
  );
}

const canonical = (workspaces: readonly { id: string; files: Record<string, string> }[]): string =>
  JSON.stringify(
    workspaces.map(({ id, files }) => [
      id,
      Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)),
    ]),
  );

/** A cache on the way may have made it a weak one. */
const named = (header: string | undefined): string[] =>
  (header ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
