/** The routes by which the dashboard places calls on the engines of this machine. */
import websocket from "@fastify/websocket";
import { z } from "zod";
import { allowed, signedIn, type Viewer } from "#src/api/access/viewer.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { lineModes, type RefusalCode, type TrialAgent, TrialRefusal } from "./agent.ts";
import { newSession } from "./session.ts";
import type { TrialScenario } from "./scenarios.ts";
import { serveLine } from "./serve-line.ts";

export interface TrialParts {
  agent: TrialAgent;
  scenarios: readonly TrialScenario[];
  /** The run's id once the API has heard of the call; null when it does not in time. */
  findRun: (workspaceId: string, sessionId: string) => Promise<string | null>;
}

const scenarioSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  workspace: z.string(),
});
const callSchema = z.object({ sessionId: z.string(), workspaceId: z.string(), runId: z.uuid().nullable() });
const statusOf: Record<RefusalCode, number> = {
  busy: 429,
  notFound: 404,
  noRecognition: 409,
  notReady: 503,
  failed: 500,
};
/** A frame of sound, or of the longest text, is far shorter. */
const longestFrame = 4096;

/** That a WebSocket is asked for by our own page is seen to for every route below `/api`. */
export async function serveTrial(app: ApiApp, { agent, scenarios, findRun }: TrialParts): Promise<void> {
  await app.register(websocket, { options: { maxPayload: longestFrame } });
  const offered = (viewer: Viewer) =>
    scenarios
      .filter(({ scenario }) => mayCall(viewer, scenario.workspace))
      .map(({ id, scenario: { name, description = "", workspace } }) => ({
        id,
        name,
        description,
        workspace,
      }));

  app.get(
    "/api/trial",
    {
      schema: {
        response: { 200: z.object({ recognition: z.boolean() }) },
      },
    },
    async (request) => {
      signedIn(request);
      return { recognition: agent.recognition };
    },
  );

  app.get(
    "/api/trial/scenarios",
    { schema: { response: { 200: z.array(scenarioSchema) } } },
    async (request) => offered(signedIn(request)),
  );

  app.post(
    "/api/trial/calls",
    { schema: { body: z.strictObject({ scenario: z.string().max(100) }), response: { 200: callSchema } } },
    async (request) => {
      signedIn(request);
      const found = scenarios.find(({ id }) => id === request.body.scenario);
      if (found === undefined)
        throw new ApiError(404, "notFound", "There is no such scenario; choose one of the list.");
      const workspaceId = found.scenario.workspace;
      allowed(request, workspaceId, "operator");
      const sessionId = newSession();
      await agent.play(sessionId, found.id).catch(refuse);
      return { sessionId, workspaceId, runId: await findRun(workspaceId, sessionId) };
    },
  );

  app.get(
    "/api/trial/line",
    {
      websocket: true,
      schema: {
        querystring: z.object({ workspace: z.string().max(100), mode: z.enum(lineModes).default("type") }),
      },
      async preHandler(request) {
        allowed(request, request.query.workspace, "operator");
      },
    },
    (socket, { query: { workspace, mode } }) => {
      const sessionId = newSession();
      void serveLine(socket, {
        agent,
        sessionId,
        workspaceId: workspace,
        mode,
        findRun: () => findRun(workspace, sessionId),
      });
    },
  );
}

const mayCall = (viewer: Viewer, workspaceId: string): boolean => {
  const role = viewer.roles.get(workspaceId);
  return role === "operator" || role === "admin";
};

function refuse(error: unknown): never {
  if (!(error instanceof TrialRefusal)) throw error;
  throw new ApiError(statusOf[error.code], error.code, error.message);
}
