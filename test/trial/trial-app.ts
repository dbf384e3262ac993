/** The trial's routes on a port, and a browser's end of the line. */
import fastify from "fastify";
import { serializerCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { WebSocket } from "ws";
import type { Viewer } from "#src/api/access/viewer.ts";
import type { Role } from "#src/api/answers.ts";
import { answerErrors } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { validatorCompiler } from "#src/api/http/validate.ts";
import type { LineFrame } from "#src/trial/frames.ts";
import { serveTrial, type TrialParts } from "#src/trial/serve-trial.ts";

export interface TrialApp {
  app: ApiApp;
  /** Who asks from now on. */
  signIn(role: Role | undefined): void;
  line(query: string): Line;
  close(): Promise<void>;
}

export async function trialApp(parts: TrialParts, workspaceId = "maple-court"): Promise<TrialApp> {
  let viewer: Viewer | null = null;
  const app: ApiApp = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  answerErrors(app, silent);
  app.decorateRequest("viewer", null);
  app.addHook("onRequest", async (request) => {
    request.viewer = viewer;
  });
  await app.register(async (scope: ApiApp) => serveTrial(scope, parts));
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    app,
    signIn(role) {
      viewer =
        role === undefined
          ? null
          : { id: "1", kind: "person", name: "Sam", email: null, roles: new Map([[workspaceId, role]]) };
    },
    line: (query) => openLine(`${address.replace("http", "ws")}/api/trial/line?${query}`),
    close: () => app.close(),
  };
}

export interface Line {
  socket: WebSocket;
  /** What was told, in order. */
  told: LineFrame[];
  /** The agent's sound so far. */
  heard: Buffer[];
  /** Resolves to the status of a refused upgrade. */
  refused: Promise<number>;
  /** Resolves to the close code. */
  closed: Promise<number>;
  tell(message: unknown): void;
}

function openLine(url: string): Line {
  const socket = new WebSocket(url);
  const told: LineFrame[] = [];
  const heard: Buffer[] = [];
  const refused = Promise.withResolvers<number>();
  const closed = Promise.withResolvers<number>();
  socket.on("message", (data: Buffer, isBinary) => {
    if (isBinary) heard.push(data);
    else told.push(JSON.parse(data.toString()));
  });
  socket.on("unexpected-response", (_request, response) => {
    refused.resolve(response.statusCode ?? 0);
    response.destroy();
  });
  socket.on("error", () => {});
  socket.on("close", (code) => closed.resolve(code));
  return {
    socket,
    told,
    heard,
    refused: refused.promise,
    closed: closed.promise,
    tell: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
  };
}
