import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { buildApi } from "#src/api/app.ts";
import { ApiError } from "#src/api/http/api-error.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { partsFor } from "./parts.ts";

describe("the API", () => {
  let opened: TestDatabase;
  let app: ApiApp;
  const logged: unknown[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase();
    const log = (message: string, fields?: unknown): number => logged.push([message, fields]);
    app = await buildApi(partsFor(opened.database, { log: { info: log, warn: log, error: log } }));
    app.get("/breaks/:number", async () => {
      throw new Error("+15555550142 said that the pipe burst");
    });
    app.get("/refuses", async () => {
      throw new ApiError(409, "closed", "It is closed; open it first.");
    });
    app.post(
      "/checks",
      {
        schema: {
          body: z.object({ speaker: z.enum(["tenant", "agent"]), turn: z.object({ index: z.int() }) }),
        },
      },
      async ({ body }) => body.speaker,
    );
  });
  afterAll(async () => {
    await app.close();
    await opened.close();
  });

  const answerOf = async (request: string | InjectOptions): Promise<[number, unknown]> => {
    const response = await app.inject(request);
    return [response.statusCode, response.json()];
  };
  const refusal = (code: string, message: string) => ({ success: false, error: { code, message } });

  it("says that it lives, and that its database answers", async () => {
    expect(await answerOf("/healthz")).toEqual([200, { status: "ok" }]);
    expect(await answerOf("/readyz")).toEqual([200, { status: "ready" }]);
  });

  it("serves what it serves as OpenAPI", async () => {
    const [status, document] = await answerOf("/openapi.json");

    expect(status).toBe(200);
    expect(document).toMatchObject({
      openapi: "3.1.0",
      paths: { "/readyz": { get: { responses: { 200: expect.anything() } } } },
    });
  });

  it("answers a refusal, an unknown address and what does not fit in one form, and quotes nothing", async () => {
    expect(await answerOf("/refuses")).toEqual([409, refusal("closed", "It is closed; open it first.")]);
    expect(await answerOf("/nowhere/+15555550142")).toEqual([
      404,
      refusal("notFound", "There is nothing at this address."),
    ]);
    const posted = (payload: object | string) =>
      answerOf({ method: "POST", url: "/checks", payload, headers: { "content-type": "application/json" } });
    expect(await posted({ speaker: "the landlord", turn: { index: 1 } })).toEqual([
      400,
      refusal("invalid", "speaker is a text that does not fit; send one of tenant, agent."),
    ]);
    expect(await posted({ speaker: "agent", turn: { index: "one" } })).toEqual([
      400,
      refusal("invalid", "turn.index is a text that does not fit; send a number."),
    ]);
    expect(await posted("{ speaker")).toEqual([
      400,
      refusal("invalid", "The request is not well formed; its body must be JSON."),
    ]);
    expect(await posted({ speaker: "a".repeat(300_000) })).toEqual([
      413,
      refusal("tooLarge", "The body is longer than is taken here; send less at once."),
    ]);
  });

  it("answers a fault of its own without details, and logs no message and no address", async () => {
    logged.length = 0;

    expect(await answerOf("/breaks/+15555550142")).toEqual([
      500,
      refusal("failed", "This could not be done; it is not the request's fault."),
    ]);
    expect(logged).toEqual([
      [
        "a request failed",
        { method: "GET", route: "/breaks/:number", error: { type: "Error", stack: expect.any(Array) } },
      ],
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/5555550142|pipe/);
  });
});
