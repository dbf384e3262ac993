import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buildApi } from "#src/api/app.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { partsFor } from "./parts.ts";

let opened: TestDatabase;
let app: ApiApp;
let url: string;
const asked: object[] = [];
const answered: { route: string; stream: boolean }[] = [];

beforeAll(async () => {
  opened = await openTestDatabase();
  app = await buildApi(
    partsFor(opened.database, {
      requests: {
        asked: (request) => void asked.push(request),
        answered: (request) => void answered.push(request),
      },
    }),
  );
  app.get("/streams", (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "text/event-stream" }).write(": open\n\n");
  });
  url = await app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await app.close();
  await opened.close();
});

/** Its connection is gone when it is answered, so that the server can be closed. */
async function ask(path: string): Promise<void> {
  const request = get(url + path, { agent: false });
  const [response]: IncomingMessage[] = await once(request, "response");
  response?.resume();
  await once(request, "close");
}

it("tells each request's route as it was declared, and how it was answered", async () => {
  for (const path of [
    "/healthz",
    "/api/runs/0f0e0d0c-0000-4000-8000-000000000000?from=+15555550142",
    "/no/such/+15555550142",
  ])
    await ask(path);
  await vi.waitFor(() => expect(answered.length).toBe(3));

  const of = { method: "GET", scheme: "http" };
  expect(asked).toEqual([
    { ...of, route: "/healthz" },
    { ...of, route: "/api/runs/:id" },
    { ...of, route: "unknown" },
  ]);
  const seconds: unknown = expect.any(Number);
  expect(answered).toEqual([
    { ...of, route: "/healthz", status: 200, seconds, stream: false },
    { ...of, route: "/api/runs/:id", status: 401, seconds, stream: false },
    { ...of, route: "unknown", status: 404, seconds, stream: false },
  ]);
});

it("tells a stream from an answer, and when its reader has gone", async () => {
  const reader = get(`${url}/streams`, { agent: false }).on("error", () => {});
  await once(reader, "response");
  const ofStreams = () => answered.filter(({ route }) => route === "/streams");
  expect([asked.at(-1), ofStreams()]).toMatchObject([{ route: "/streams" }, []]);
  reader.destroy();

  await vi.waitFor(() => expect(ofStreams()).toMatchObject([{ stream: true }]));
});
