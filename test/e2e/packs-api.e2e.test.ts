/** Workspaces that the EMA API has: fetched ahead, and kept when the API is away. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { call } from "./caller.ts";
import { freePort } from "./ports.ts";
import { openScene, secret } from "./scene.ts";
import { startWorker } from "./worker.ts";
import { harbourView, twoWorkspaces } from "./two-workspaces.ts";

it("a workspace that only the API knows answers its number, also when a worker starts while the API is away", async () => {
  const folder = twoWorkspaces();
  const asked: (string | undefined)[] = [];
  const api = createServer((request, response) => {
    asked.push(request.url);
    const allowed = request.headers["x-webhook-secret"] === secret;
    const answer = request.method === "GET" ? packsOf(folder, [harbourView.id]) : { success: true };
    response
      .writeHead(allowed ? 200 : 401, { "content-type": "application/json" })
      .end(JSON.stringify(answer));
  });
  const port = await freePort();
  await once(api.listen(port, "127.0.0.1"), "listening");
  const env = {
    EMA_WORKSPACES: "api",
    EMA_API_URL: `http://127.0.0.1:${port}`,
    EMA_PROMPTS_DIR: defaultAlone(),
  };
  const scene = await openScene({ promptsDir: folder, env });
  const { livekit, engines, receiver, worker } = scene;
  const asksModel = async (): Promise<string | undefined> => {
    await using caller = await call({
      livekit,
      engines,
      dialled: harbourView.dialled,
      number: "+15555550142",
    });
    await caller.prepare("A pipe burst.");
    await caller.waitForAgentSpeech(1_000);
    await caller.waitForSilence(1_000);
    await caller.say("A pipe burst.");
    await caller.waitForAgentSpeech(300);
    return JSON.stringify(engines.requests(caller.room).chat[0]?.body);
  };
  const first = await asksModel();
  const before = asked.length;
  api.close();
  api.closeAllConnections();
  worker.terminate();
  await worker.exited;
  const { dataDir } = worker;
  const second = await startWorker({ livekit, engines, receiver, dataDir, env });
  const afterwards = await asksModel();

  expect(first).toContain(harbourView.greets);
  expect(afterwards).toContain(harbourView.greets);
  expect(asked.slice(0, before)).toContain("/livekit/packs");
  expect(asked).toHaveLength(before);
  expect(second.log()).toContain("packs");
});

/** The default's folder, and no workspace. */
function defaultAlone(): string {
  const folder = mkdtempSync(join(tmpdir(), "ema-prompts-"));
  cpSync(join("prompts", "default"), join(folder, "default"), { recursive: true });
  return folder;
}

/** As the EMA API answers. */
function packsOf(folder: string, ids: readonly string[]) {
  const filesOf = (id: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(join(folder, id), { recursive: true, encoding: "utf8" })
        .filter((name) => statSync(join(folder, id, name)).isFile())
        .map((name) => [name, readFileSync(join(folder, id, name), "utf8")]),
    );
  return { workspaces: ids.map((id) => ({ id, files: filesOf(id) })) };
}
