/** The routes by which calls are looked at, on a port, asked by whoever the request says; and readers of their streams. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import fastify from "fastify";
import { serializerCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { vi } from "vitest";
import type { Database } from "#src/api/database/database.ts";
import { answerErrors } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { validatorCompiler } from "#src/api/http/validate.ts";
import type { LiveWords } from "#src/api/privacy/live-words.ts";
import { serveRuns, type ServedRuns } from "#src/api/runs/serve-runs.ts";
import { serveStreams } from "#src/api/streams/serve-streams.ts";
import { openStreams, type Streams } from "#src/api/streams/streams.ts";
import type { WebhookSecrets } from "#src/api/receive/webhook-secrets.ts";
import { serveWatch } from "#src/api/watch/serve-watch.ts";
import { openWatchedSessions } from "#src/api/watch/watched-sessions.ts";
import { viewerOf } from "./viewer-of.ts";

export interface WatchingApi {
  app: ApiApp;
  streams: Streams;
  url: string;
  close: () => Promise<void>;
}

export interface WatchingOptions extends Partial<ServedRuns> {
  words?: LiveWords;
  heartbeatMs?: number;
  streamsPerViewer?: number;
  webhooks?: WebhookSecrets;
  port?: number;
}

export const sharedSecret = "shared-secret";

/** A process of the API, as far as its readers can tell. */
export async function openWatchingApi(
  database: Database,
  {
    words = { said: () => undefined },
    heartbeatMs = 60_000,
    streamsPerViewer,
    webhooks = { shared: { secret: sharedSecret, signingKey: undefined }, own: new Map() },
    port = 0,
    ...options
  }: WatchingOptions = {},
): Promise<WatchingApi> {
  const problems: unknown[] = [];
  const app: ApiApp = fastify({ logger: false }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, { info: () => {}, warn: () => {}, error: (...problem) => problems.push(problem) });
  app.decorateRequest("viewer", null);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-from-a-hook", "yes");
    request.viewer = viewerOf(String(request.headers["x-viewer"] ?? ""));
  });
  const onProblem = (error: unknown): number => problems.push(error);
  const streams = await openStreams({
    database,
    words,
    onProblem,
    collectMs: 5,
    ...(streamsPerViewer === undefined ? {} : { streamsPerViewer }),
  });
  const watched = await openWatchedSessions({ database, onProblem });
  app.addHook("preClose", async () => {
    await streams.close();
    await watched.close();
  });
  serveRuns(app, { database, words, ...options });
  serveStreams(app, { database, streams, watched, heartbeatMs, viewerNow: async ({ viewer }) => viewer });
  serveWatch(app, { database, webhooks, watched, heartbeatMs });
  const url = await app.listen({ host: "127.0.0.1", port });
  return {
    app,
    streams,
    url,
    async close() {
      await app.close();
      if (problems.length > 0) throw new Error("The API met problems.", { cause: problems });
    },
  };
}

export interface Told {
  event: string;
  id: number | undefined;
  data: Record<string, unknown>;
}

export interface Reader {
  status: number | undefined;
  headers: IncomingMessage["headers"];
  told: Told[];
  of: (event: string) => Told[];
  /** Resolves when so many of the event were told. */
  until: (event: string, count?: number) => Promise<Told[]>;
  response: IncomingMessage;
  closed: Promise<unknown>;
  close: () => void;
}

/** Reads a stream as a browser does. */
export async function readStream(
  url: string,
  viewer: string,
  { lastEventId, onTold }: { lastEventId?: number; onTold?: (told: Told) => void } = {},
): Promise<Reader> {
  const request = get(url, {
    headers: {
      "x-viewer": viewer,
      ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
    },
  });
  request.on("error", () => {});
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const told: Told[] = [];
  let rest = "";
  response.setEncoding("utf8");
  response.on("error", () => {});
  response.on("data", (chunk: string) => {
    const frames = `${rest}${chunk}`.split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      const fields = new Map(frame.split("\n").map((line) => line.split(/: (.*)/s) as [string, string]));
      const data = fields.get("data");
      if (data === undefined) continue;
      const id = fields.get("id");
      const one = {
        event: fields.get("event") ?? "message",
        id: id === undefined ? undefined : Number(id),
        data: JSON.parse(data) as Record<string, unknown>,
      };
      told.push(one);
      onTold?.(one);
    }
  });
  const of = (event: string): Told[] => told.filter((one) => one.event === event);
  return {
    status: response.statusCode,
    headers: response.headers,
    told,
    of,
    async until(event, count = 1) {
      await vi.waitFor(
        () => {
          if (of(event).length < count)
            throw new Error(`${of(event).length} of ${count} ${event} were told.`);
        },
        { timeout: 10_000, interval: 5 },
      );
      return of(event);
    },
    response,
    closed: new Promise((resolve) => response.once("close", resolve)),
    close: () => void request.destroy(),
  };
}
