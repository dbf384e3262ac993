/** What workers ask and tell so that a running call's chart can be looked at: nothing while nobody looks, and nothing is stored. */
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { createSecretCheck, type Sender, type WebhookSecrets } from "#src/api/receive/webhook-secrets.ts";
import { publish } from "#src/api/streams/feed.ts";
import { type EventStream, frame, openEventStream } from "#src/event-stream/event-stream.ts";
import { chartStepsSchema, splitSteps } from "./chart-steps.ts";
import type { WatchedSessions } from "./watched-sessions.ts";

export interface ServedWatch {
  database: Database;
  webhooks: WebhookSecrets;
  watched: WatchedSessions;
  heartbeatMs?: number;
}

const usualHeartbeatMs = 10_000;
const longestBody = 256 * 1024;

export function serveWatch(
  app: ApiApp,
  { database, webhooks, watched, heartbeatMs = usualHeartbeatMs }: ServedWatch,
): void {
  const secrets = createSecretCheck(webhooks);
  const open = new Set<EventStream>();
  app.addHook("preClose", async () => {
    for (const stream of open) stream.end();
  });

  app.get("/livekit/watched", { schema: { hide: true } }, (request, reply) => {
    const sender = secrets.senderOf(request.headers["x-webhook-secret"]);
    const stream = openStream(reply);
    let told = "";
    const tell = (): void => {
      const list = watched
        .list()
        .filter(({ workspaceId }) => speaksFor(sender, workspaceId))
        .map(({ workspaceId, sessionId, asked }) => ({
          workspace_id: workspaceId,
          session_id: sessionId,
          asked,
        }));
      const data = JSON.stringify(list);
      if (data !== told) stream.write(frame({ event: "watched", data }));
      told = data;
    };
    stream.closed.addEventListener("abort", watched.onChange(tell), { once: true });
    tell();
  });

  app.post(
    "/livekit/chart-steps",
    {
      bodyLimit: longestBody,
      schema: {
        summary: "Shows steps of a running call's chart to whoever looks at it; nothing is stored.",
        tags: ["webhooks"],
        body: chartStepsSchema,
        response: { 200: z.object({ success: z.literal(true) }), "4xx": refusalSchema },
      },
      onRequest: async (request) => void secrets.senderOf(request.headers["x-webhook-secret"]),
    },
    async (request) => {
      const { workspace_id: workspaceId, session_id: sessionId, steps } = request.body;
      secrets.mustSpeakFor(secrets.senderOf(request.headers["x-webhook-secret"]), workspaceId);
      await inWorkspaces(database, [workspaceId], async (query) => {
        const run = await query
          .selectFrom("run")
          .select("id")
          .where("workspaceId", "=", workspaceId)
          .where("sessionId", "=", sessionId)
          .executeTakeFirst();
        // Steps may come before the call's first webhook: nobody can look at it yet.
        if (run === undefined) return;
        await publish(
          query,
          splitSteps(steps).map((part) => ({ kind: "chart", workspaceId, runId: run.id, steps: part })),
        );
      });
      return { success: true as const };
    },
  );

  function speaksFor(sender: Sender, workspaceId: string): boolean {
    try {
      secrets.mustSpeakFor(sender, workspaceId);
      return true;
    } catch {
      return false;
    }
  }

  function openStream(reply: FastifyReply): EventStream {
    reply.hijack();
    const stream = openEventStream(reply.raw, {
      heartbeatMs,
      headers: { "cache-control": "no-store", "x-accel-buffering": "no" },
    });
    open.add(stream);
    stream.closed.addEventListener("abort", () => open.delete(stream), { once: true });
    return stream;
  }
}
