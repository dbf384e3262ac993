/** Server-sent events of a workspace's calls and of one call; a reader that was cut off goes on where it was. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { enterLook } from "#src/api/access/audit.ts";
import { allowed, signedIn, type Viewer } from "#src/api/access/viewer.ts";
import type { Role } from "#src/api/answers.ts";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { noSuchRun } from "#src/api/runs/serve-runs.ts";
import type { WatchedSessions } from "#src/api/watch/watched-sessions.ts";
import { type EventStream, lastEventId, openEventStream } from "#src/event-stream/event-stream.ts";
import type { Streams } from "./streams.ts";

export interface ServedStreams {
  database: Database;
  streams: Streams;
  watched: WatchedSessions;
  /** Asked at every heartbeat: a stream ends when its reader may see less than when it began. */
  viewerNow: (request: FastifyRequest) => Promise<Viewer | null>;
  /** 10 s. */
  heartbeatMs?: number;
}

const usualHeartbeatMs = 10_000;
/** Then the reader comes again, and who they are is asked again. */
const longestMs = 30 * 60_000;

const ofWorkspace = z.object({ id: z.string().min(1).max(100) });
const ofRun = z.object({ id: z.uuid() });
/** `position` of what was answered or told last; the header Last-Event-ID goes before it. */
const resuming = z.object({ after: z.coerce.number().int().min(0).optional() });
/** `chart=1`: with the steps of the chart, while the call goes on. */
const resumingRun = resuming.extend({ chart: z.literal("1").optional() });

export function serveStreams(
  app: ApiApp,
  { database, streams, watched, viewerNow, heartbeatMs = usualHeartbeatMs }: ServedStreams,
): void {
  app.get(
    "/api/workspaces/:id/stream",
    {
      schema: {
        summary: "Server-sent events of a workspace's calls.",
        tags: ["calls"],
        params: ofWorkspace,
        querystring: resuming,
      },
    },
    (request, reply) => {
      const { id } = request.params;
      const viewer = allowed(request, id, "viewer");
      const role = viewer.roles.get(id) ?? "viewer";
      const stream = streams.admit(viewer.id, () => openStream(request, reply, { workspaceId: id, role }));
      streams.ofWorkspace(id, { stream, role, position: positionIn(request, request.query.after) });
    },
  );

  app.get(
    "/api/runs/:id/stream",
    {
      schema: {
        summary: "Server-sent events of one call.",
        tags: ["calls"],
        params: ofRun,
        querystring: resumingRun,
      },
    },
    async (request, reply) => {
      const viewer = signedIn(request);
      const run = await inWorkspaces(database, [...viewer.roles.keys()], (query) =>
        query
          .selectFrom("run")
          .select(["id", "workspaceId", "sessionId", "status"])
          .where("id", "=", request.params.id)
          .executeTakeFirst(),
      );
      const role = run && viewer.roles.get(run.workspaceId);
      if (run === undefined || role === undefined) throw noSuchRun();
      const { workspaceId } = run;
      await enterLook(database, viewer, { action: "runViewed", workspaceId, runId: run.id });
      const stream = streams.admit(viewer.id, () => openStream(request, reply, { workspaceId, role }));
      const chart = request.query.chart === "1" && run.status === "running";
      const onOver = chart ? watched.watch(run) : () => {};
      stream.closed.addEventListener("abort", onOver, { once: true });
      const position = positionIn(request, request.query.after) ?? 0;
      streams.ofRun(run, { stream, role, position, chart, onOver });
    },
  );

  /** With the headers that hooks have set for every answer. */
  function openStream(
    request: FastifyRequest,
    reply: FastifyReply,
    { workspaceId, role }: { workspaceId: string; role: Role },
  ): EventStream {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    const stream = openEventStream(reply.raw, {
      heartbeatMs,
      headers: { "cache-control": "no-store", "x-accel-buffering": "no" },
    });
    const over = setTimeout(() => stream.end(), longestMs);
    const asking = setInterval(() => void endUnless(viewerNow(request)), heartbeatMs);
    stream.closed.addEventListener(
      "abort",
      () => {
        clearTimeout(over);
        clearInterval(asking);
      },
      { once: true },
    );
    return stream;

    async function endUnless(asked: Promise<Viewer | null>): Promise<void> {
      const viewer = await asked.catch(() => null);
      if (viewer?.roles.get(workspaceId) !== role) stream.end();
    }
  }
}

/** Undefined: the reader was nowhere yet. */
function positionIn({ raw }: FastifyRequest, after: number | undefined): number | undefined {
  const given = raw.headers["last-event-id"] ?? "";
  return given === "" && after === undefined ? undefined : lastEventId(raw, String(after ?? 0));
}
