import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Viewer } from "#src/api/access/viewer.ts";
import { buildApi } from "#src/api/app.ts";
import type { ApiApp } from "#src/api/http/parts.ts";
import { importWorkspaces } from "#src/api/workspaces/import-workspaces.ts";
import { Secret } from "#src/config/secret.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { createPackSource } from "#src/workspaces/pack-source.ts";
import { elm, writePrompts } from "../workspaces/prompts-folder.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { partsFor, secret } from "./parts.ts";

const never = new AbortController().signal;
const oak = elm.replace("id: elm", "id: oak").replace(/\+1\d{10}/, "+15555550177");
const times = ["2026-11-27T03:00:00.000Z", "2026-11-27T04:00:00.000Z", "2026-11-27T05:00:00.000Z"];

let opened: TestDatabase;
let app: ApiApp;
let url = "";
let dataDir = "";

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "ema-packs-"));
  opened = await openTestDatabase();
  const own = new Map([["oak", { secret: "oak-hush" }]]);
  app = await buildApi(
    partsFor(opened.database, { webhooks: { shared: { secret, signingKey: undefined }, own } }),
  );
  // Who asks is another concern's; here a header says it.
  app.addHook("onRequest", async (request) => {
    const role = request.headers["x-role"];
    request.viewer = role === undefined ? null : viewerOf("elm");
  });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await app.close();
  await opened.close();
  rmSync(dataDir, { recursive: true });
});

const viewerOf = (workspaceId: string): Viewer => ({
  id: "viewer-1",
  kind: "person",
  name: "A viewer",
  email: null,
  roles: new Map([[workspaceId, "viewer"]]),
});

async function imported(
  files: Record<string, string | undefined>,
  time: string | undefined,
): Promise<string> {
  const promptsDir = writePrompts(files);
  const now = (): number => Date.parse(time ?? "");
  await importWorkspaces(opened.database, { packs: loadPacks(promptsDir), promptsDir, now });
  return promptsDir;
}

const sourceOf = (promptsDir: string, key = secret) =>
  createPackSource({ apiUrl: url, secret: new Secret(key), promptsDir, dataDir });

it("packs are imported, given to a worker as they were written, and not again while they are the same", async () => {
  const promptsDir = await imported(
    { "elm/stages/access.md": "Ask for the keys.\n", "oak/workspace.yaml": oak },
    times[0],
  );
  const source = sourceOf(promptsDir);
  const fetched = await source.fetchPacks(undefined, never);
  if (fetched === "unchanged") throw new Error("Nobody has them yet.");

  expect(loadPacks(fetched.folder)).toEqual(loadPacks(promptsDir));
  expect(await source.fetchPacks(fetched.etag, never)).toBe("unchanged");

  await imported(
    { "elm/stages/access.md": "Ask for the gate's code.\n", "oak/workspace.yaml": oak },
    times[1],
  );
  const again = await source.fetchPacks(fetched.etag, never);
  if (again === "unchanged") throw new Error("They changed.");
  expect(loadPacks(again.folder).map(({ stages }) => stages["access"])).toEqual([
    "Ask for the gate's code.",
    "Stage access.",
  ]);
  const updated = await opened.database.owner
    .selectFrom("workspace")
    .select(["id", "updatedAt"])
    .orderBy("id")
    .execute();
  expect(updated.map(({ id, updatedAt }) => [id, updatedAt.toISOString()])).toEqual([
    ["elm", times[1]],
    ["oak", times[0]],
  ]);
});

it("a workspace's own secret gets its own pack alone, a wrong one gets none", async () => {
  const promptsDir = await imported({ "oak/workspace.yaml": oak }, times[1]);
  const fetched = await sourceOf(promptsDir, "oak-hush").fetchPacks(undefined, never);
  if (fetched === "unchanged") throw new Error("Nobody has them yet.");

  expect(loadPacks(fetched.folder).map(({ workspace }) => workspace.id)).toEqual(["oak"]);
  await expect(sourceOf(promptsDir, "hush").fetchPacks(undefined, never)).rejects.toThrow("status 401");
});

it("a workspace whose folder is gone is not given to workers any more, and is still there", async () => {
  await imported({ "oak/workspace.yaml": oak }, times[1]);
  const promptsDir = await imported({}, times[2]);
  const fetched = await sourceOf(promptsDir).fetchPacks(undefined, never);
  if (fetched === "unchanged") throw new Error("They changed.");

  expect(loadPacks(fetched.folder).map(({ workspace }) => workspace.id)).toEqual(["elm"]);
  const rows = await opened.database.owner
    .selectFrom("workspace")
    .select(["id", "phoneNumbers"])
    .orderBy("id")
    .execute();
  expect(rows).toEqual([
    { id: "elm", phoneNumbers: [expect.stringMatching(/^\+/)] },
    { id: "oak", phoneNumbers: [] },
  ]);
});

it("a viewer reads the settings and the pack of their workspace, and of no other", async () => {
  await imported({ "elm/stages/access.md": "Ask for the keys.\n", "oak/workspace.yaml": oak }, times[2]);
  const ask = async (path: string, headers: Record<string, string> = { "x-role": "viewer" }) => {
    const response = await app.inject({ url: path, headers });
    return [response.statusCode, response.json()];
  };

  expect(await ask("/api/workspaces/elm")).toEqual([
    200,
    expect.objectContaining({
      id: "elm",
      settings: expect.objectContaining({
        keepTranscripts: false,
        transcriptDays: 30,
        factsDays: 30,
        runDays: 365,
      }),
      updatedAt: times[2],
    }),
  ]);
  expect(await ask("/api/workspaces/elm/pack")).toEqual([
    200,
    {
      promptsVersion: expect.stringMatching(/^[0-9a-f]{12}$/),
      files: { "workspace.yaml": elm, "stages/access.md": "Ask for the keys.\n" },
    },
  ]);
  const hidden = [404, expect.objectContaining({ success: false })];
  expect(await ask("/api/workspaces/oak")).toEqual(hidden);
  expect(await ask("/api/workspaces/oak/pack")).toEqual(hidden);
  expect((await ask("/api/workspaces/elm", {}))[0]).toBe(401);
});
