/** Calls as they are asked for: a workspace's, one of them whole, and a month in numbers. */
import type { Transaction } from "kysely";
import { z } from "zod";
import { enterLook } from "#src/api/access/audit.ts";
import { allowed, signedIn } from "#src/api/access/viewer.ts";
import {
  type Figures,
  figuresSchema,
  type Run,
  type RunDetail,
  runDetailSchema,
  runListSchema,
} from "#src/api/answers.ts";
import { type Database, inWorkspaces } from "#src/api/database/database.ts";
import type { Tables } from "#src/api/database/tables.ts";
import { refusalSchema } from "#src/api/http/answer-errors.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { boundsOf, monthFigures } from "./figures.ts";
import { eventForRole, forRole } from "./for-role.ts";
import { listRuns, runFilterSchema } from "./list-runs.ts";
import type { LiveWords } from "#src/api/privacy/live-words.ts";
import { readRun } from "./read-run.ts";
import { isNumber } from "./search.ts";

export interface ServedRuns {
  database: Database;
  words: LiveWords;
  /** What is kept of the call's recording; without it nothing is recorded here. */
  recordingOf?: (run: Run) => Promise<RunDetail["recording"]>;
  /** Dollars; without it nothing is reckoned here. */
  costByProvider?: (
    query: Transaction<Tables>,
    workspaceId: string,
    from: Date,
    to: Date,
  ) => Promise<Figures["costByProvider"]>;
}

const inWorkspace = z.object({ id: z.string().min(1).max(100) });
const ofRun = z.object({ id: z.uuid() });
const monthSchema = z.object({ month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/) });

export const noSuchRun = (): ApiError =>
  new ApiError(404, "notFound", "There is no such call, or it is not yours.");

export function serveRuns(app: ApiApp, { database, words, recordingOf, costByProvider }: ServedRuns): void {
  app.get(
    "/api/workspaces/:id/runs",
    {
      schema: {
        summary: "A workspace's calls, page by page; what goes on comes first.",
        tags: ["calls"],
        params: inWorkspace,
        querystring: runFilterSchema,
        response: { 200: runListSchema, "4xx": refusalSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const viewer = allowed(request, id, "viewer");
      const role = viewer.roles.get(id) ?? "viewer";
      if (role !== "viewer" && isNumber(request.query.q ?? ""))
        await enterLook(database, viewer, { action: "searchedByNumber", workspaceId: id });
      return inWorkspaces(database, [id], (query) =>
        listRuns(query, { workspaceId: id, role, filter: request.query }),
      );
    },
  );

  app.get(
    "/api/runs/:id",
    {
      schema: {
        summary: "One call with its events, in the order of the call.",
        tags: ["calls"],
        params: ofRun,
        response: { 200: runDetailSchema, "4xx": refusalSchema },
      },
    },
    async (request) => {
      const viewer = signedIn(request);
      const { roles } = viewer;
      const found = await inWorkspaces(database, [...roles.keys()], (query) =>
        readRun(query, { runId: request.params.id, words }),
      );
      const role = found && roles.get(found.run.workspaceId);
      if (found === undefined || role === undefined) throw noSuchRun();
      const { id: runId, workspaceId } = found.run;
      await enterLook(database, viewer, { action: "runViewed", workspaceId, runId });
      return {
        run: forRole(found.run, role),
        events: found.events.map((event) => eventForRole(event, role)),
        position: found.run.position,
        recording: (role !== "viewer" && (await recordingOf?.(found.run))) || null,
      };
    },
  );

  app.get(
    "/api/workspaces/:id/figures",
    {
      schema: {
        summary: "A month of the workspace in numbers.",
        tags: ["calls"],
        params: inWorkspace,
        querystring: monthSchema,
        response: { 200: figuresSchema, "4xx": refusalSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      allowed(request, id, "viewer");
      const month = { workspaceId: id, month: request.query.month };
      return inWorkspaces(database, [id], async (query) => {
        const { from, to } = await boundsOf(query, month);
        return {
          ...(await monthFigures(query, month)),
          costByProvider: (await costByProvider?.(query, id, from, to)) ?? {},
        };
      });
    },
  );
}
