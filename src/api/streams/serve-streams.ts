/** Server-sent events of a workspace's calls and of one call; a reader that was cut off goes on where it was. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { allowed, signedIn } from "#src/api/access/viewer.ts";
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
  { database, streams, watched, heartbeatMs = usualHeartbeatMs }: ServedStreams,
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
      const stream = streams.admit(viewer.id, () => openStream(reply));
      const role = viewer.roles.get(id) ?? "viewer";
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
      const stream = streams.admit(viewer.id, () => openStream(reply));
      const chart = request.query.chart === "1" && run.status === "running";
      const onOver = chart ? watched.watch(run) : () => {};
      stream.closed.addEventListener("abort", onOver, { once: true });
      const position = positionIn(request, request.query.after) ?? 0;
      streams.ofRun(run, { stream, role, position, chart, onOver });
    },
  );

  /** With the headers that hooks have set for every answer. */
  function openStream(reply: FastifyReply): EventStream {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    const stream = openEventStream(reply.raw, {
      heartbeatMs,
      headers: { "cache-control": "no-store", "x-accel-buffering": "no" },
    });
    const timer = setTimeout(() => stream.end(), longestMs);
    timer.unref();
    stream.closed.addEventListener("abort", () => clearTimeout(timer), { once: true });
    return stream;
  }
}

/** Undefined: the reader was nowhere yet. */
function positionIn({ raw }: FastifyRequest, after: number | undefined): number | undefined {
  const given = raw.headers["last-event-id"] ?? "";
  return given === "" && after === undefined ? undefined : lastEventId(raw, String(after ?? 0));
}
