/** The inspector's page at the API's address. */
import fastify from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Viewer } from "#src/api/access/viewer.ts";
import type { Role } from "#src/api/answers.ts";
import { answerErrors } from "#src/api/http/answer-errors.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { serveInspectPage } from "../../src/inspect-page.ts";

const app = fastify({ routerOptions: { ignoreTrailingSlash: true } }) as unknown as ApiApp;
let viewer: Viewer | null = null;

beforeAll(async () => {
  answerErrors(app, { info: () => {}, warn: () => {}, error: () => {} });
  app.decorateRequest("viewer", null);
  app.decorate("viewerNow", async () => viewer);
  const client = { onCalls: () => () => {}, watch: () => () => {}, close: () => {} };
  await app.register(async (scope: ApiApp) =>
    serveInspectPage(scope, { client, workspaces: ["maple-court", "elm-court"] }),
  );
});
afterAll(() => app.close());

const signIn = (roles: Record<string, Role>): void => {
  viewer = { id: "1", kind: "person", name: "Sam", email: null, roles: new Map(Object.entries(roles)) };
};
const statusOf = async (url: string): Promise<number> => (await app.inject(url)).statusCode;

it("is shown to whoever may see the calls of all workspaces, and to nobody else", async () => {
  expect(await statusOf("/inspect/")).toBe(401);
  signIn({ "maple-court": "admin" });
  expect(await statusOf("/inspect/chart.svg")).toBe(404);
  signIn({ "maple-court": "admin", "elm-court": "viewer" });
  expect(await statusOf("/inspect/page/main.ts")).toBe(403);
  signIn({ "maple-court": "admin", "elm-court": "operator" });
  expect(await statusOf("/inspect/")).toBe(200);
});

it("is below the slash, with its own files and its own policy", async () => {
  signIn({ "maple-court": "operator", "elm-court": "operator" });
  const [bare, page, script, style] = await Promise.all(
    ["/inspect", "/inspect/", "/inspect/page/main.ts", "/inspect/page/page.css"].map((url) =>
      app.inject(url),
    ),
  );

  expect([bare?.statusCode, bare?.headers.location]).toEqual([302, "/inspect/"]);
  expect(page?.headers["content-security-policy"]).toContain("default-src 'self'");
  // Addresses that begin with a slash would lead out of it.
  expect(page?.body).not.toMatch(/(?:href|src)="\//);
  expect(script?.body).not.toMatch(/fetch\("\/|=> "\//);
  expect([script?.statusCode, style?.statusCode]).toEqual([200, 200]);
});
