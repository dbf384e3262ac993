/** The image, as far as that can be seen without a container engine: built in an empty folder, and started from there. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scriptFromMessages } from "#src/dialogue/script-from-messages.ts";
import { type LocalEngines, startLocalEngines } from "#src/local/server.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { burstPipe, callOf } from "../api/agent.ts";
import { buildImage } from "../deploy/build-image.ts";
import { commandOf, environmentOf, readDockerfile } from "../deploy/dockerfile.ts";
import { closureOf } from "../deploy/import-closure.ts";
import { freePort } from "./ports.ts";
import { type Exit, type Running, start } from "./processes.ts";
import { inTime, until } from "./time.ts";

const image = readDockerfile().at(-1);
const [program = "", entry = ""] = commandOf(image, "CMD");
/** The user `nobody`, who owns nothing but the data folder; who is not root cannot change. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

const root = mkdtempSync(join(tmpdir(), "ema-image-"));
/** Where that user can reach it, wherever the work tree is. */
const node = join(root, "node");
/** Under which the local engines know the worker. */
const callId = "image";
let app: string;
let engines: LocalEngines;

beforeAll(async () => {
  const [pack] = loadPacks("prompts");
  if (pack === undefined) throw new Error("There is no workspace.");
  engines = await startLocalEngines({ replyTo: ({ messages }) => scriptFromMessages(messages, pack) });
  engines.call(callId);
  chmodSync(root, 0o755);
  copyFileSync(process.execPath, node);
  app = buildImage(root);
  process.stdout.write(`image: ${sizes().join(", ")}\n`);
});

afterAll(async () => {
  await engines.close();
  rmSync(root, { recursive: true, force: true });
});

describe("what is in it", () => {
  it("is every file that the API leads to, and every package but the page's builder", () => {
    const { files, packages } = closureOf(["src/api.ts", "src/users.ts"], app);

    expect([...files].filter((file) => !existsSync(join(app, file)))).toEqual([]);
    expect([...packages].filter((name) => !existsSync(join(app, "node_modules", name)))).toEqual(["vite"]);
  });

  it("is every file that the worker leads to, and every package", () => {
    const { files, packages } = closureOf([entry, "src/call.ts", "src/telephone-setup.ts"], app);

    expect([...files].filter((file) => !existsSync(join(app, file)))).toEqual([]);
    expect([...packages].filter((name) => !existsSync(join(app, "node_modules", name)))).toEqual([]);
  });

  it("is nothing that only development needs", () => {
    const found = ["vitest", "vite", "rolldown", "react", "typescript", "oxlint", "node"].filter((name) =>
      existsSync(join(app, "node_modules", name)),
    );

    expect(found).toEqual([]);
    expect(readdirSync(app).sort()).toEqual([
      "LICENSE",
      "dist",
      "machines",
      "node_modules",
      "package.json",
      "prompts",
      "src",
      "test",
    ]);
    expect(readdirSync(join(app, "test"), { recursive: true })).toEqual(["calls", "calls/burst-pipe.yaml"]);
  });
});

describe("the worker", () => {
  it("says in one sentence what is missing, and ends", async () => {
    const worker = await startWorker({ DEEPGRAM_API_KEY: "" });

    expect(await endOf(worker)).toEqual({ code: 2, signal: null });
    expect(worker.output()).toMatch(/^DEEPGRAM_API_KEY is missing; [^\n]+\.\n$/);
  });

  it("lives, is not ready while LiveKit is away, and ends well at SIGTERM", async () => {
    const port = await freePort();
    const worker = await startWorker({ EMA_HEALTH_PORT: String(port) });
    await worker.listening(port);
    const reason = await until(async () => await unready(port, /registered/), {
      limitMs: 60_000,
      complaint: () => `It was not waiting for LiveKit. What it printed:\n${worker.output()}`,
    });
    const health = healthCheck(port);
    worker.send("SIGTERM");

    expect(reason).toBe("not registered with LiveKit");
    expect(health).toBe(0);
    expect(await endOf(worker)).toEqual({ code: 0, signal: null });
  });
});

it("has the models in it: voice activity and end of turn", () => {
  const source = `
    const { warmSenses } = await import("#src/assemble.ts");
    const { predictEndOfTurn } = await warmSenses("silent");
    process.exit((await predictEndOfTurn(new Int16Array(19_200))) > 0 ? 0 : 1);`;
  const { status, stderr } = spawnSync(node, ["--input-type=module", "--eval", source], {
    cwd: app,
    encoding: "utf8",
  });

  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

it("plays the call without keys, and hangs up at SIGTERM", async () => {
  const call = await startIn("the call without keys", "src/call.ts", {});
  await call.printed(/turn/, 60_000);
  call.send("SIGTERM");

  expect(await endOf(call)).toEqual({ code: 0, signal: null });
  expect(call.output()).toContain("Stopped by SIGTERM");
});

describe("the API", () => {
  it("says in one sentence what is missing, and ends", async () => {
    const api = await startIn("the API", "src/api.ts", { EMA_WEBHOOK_SECRET: "hush" });

    expect(await endOf(api)).toEqual({ code: 2, signal: null });
    expect(api.output()).toMatch(/^EMA_AUTH_SECRET is missing; [^\n]+\.\n$/);
  });

  it("opens a database of its own, serves the page that was built, takes a webhook, and ends well at SIGTERM", async () => {
    const port = await freePort();
    const api = await startIn("the API", "src/api.ts", {
      EMA_WEBHOOK_SECRET: "hush",
      EMA_AUTH_SECRET: "a-secret-of-more-than-32-characters",
      EMA_API_PORT: String(port),
      EMA_HEALTH_PORT: String(port),
    });
    await api.listening(port);
    const url = `http://127.0.0.1:${port}`;
    const ready = await fetch(`${url}/readyz`);
    const page = await fetch(url);
    const [, script = ""] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    const code = await fetch(`${url}${script}`);
    const told = await fetch(`${url}/webhooks/livekit/call-initiated`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-webhook-secret": "hush" },
      body: JSON.stringify(callOf("image", burstPipe)[0]),
    });
    const health = healthCheck(port);
    api.send("SIGTERM");

    expect([ready, page, code, told].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await told.json()).toEqual({ success: true });
    expect(code.headers.get("content-type")).toContain("javascript");
    expect(health).toBe(0);
    expect(await endOf(api)).toEqual({ code: 0, signal: null });
  });
});

/** With every variable that it needs; speech is there, but nothing listens where LiveKit, Deepgram and the API should be. */
async function startWorker(env: Record<string, string>): Promise<Running> {
  return startIn("the worker", entry, {
    LIVEKIT_URL: `ws://127.0.0.1:${await freePort()}`,
    LIVEKIT_API_KEY: "key",
    LIVEKIT_API_SECRET: "a-secret-that-no-server-knows-at-all",
    DEEPGRAM_API_KEY: "none",
    DEEPGRAM_URL: `ws://127.0.0.1:${await freePort()}`,
    OPENAI_API_KEY: "none",
    OPENAI_URL: engines.openaiUrl(callId),
    EMA_API_URL: `http://127.0.0.1:${await freePort()}`,
    EMA_WEBHOOK_SECRET: "secret",
    ...env,
  });
}

async function startIn(name: string, script: string, env: Record<string, string>): Promise<Running> {
  expect(program).toBe("node");
  const data = mkdtempSync(join(root, "data-"));
  if (isRoot) chownSync(data, nobody, nobody);
  mkdirSync(join(root, "home"), { recursive: true });
  const user = isRoot ? ["--reuid", String(nobody), "--regid", String(nobody), "--clear-groups"] : [];
  const environment = { ...environmentOf(image), HOME: join(root, "home"), EMA_DATA_DIR: data, ...env };
  const own = Object.keys(process.env).filter((each) => /^(EMA|LIVEKIT|DEEPGRAM|OPENAI|npm)_/.test(each));
  const unset = Object.fromEntries(own.map((each) => [each, undefined]));
  // The order to die with this process is lost when the user changes.
  return start(name, "setpriv", [...user, "--pdeathsig", "KILL", "--", node, script], {
    cwd: app,
    env: { ...unset, ...environment },
  });
}

/** Without a call, and with nothing to tell, it takes seconds. */
const endOf = (running: Running): Promise<Exit> =>
  inTime(running.exited, 45_000, () => `${running.name} did not end. What it printed:\n${running.output()}`);

async function unready(port: number, pattern: RegExp): Promise<string | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(response.status).toBe(503);
  const { reason } = (await response.json()) as { reason: string };
  return pattern.test(reason) ? reason : undefined;
}

/** The exit code of the image's own check. */
function healthCheck(port: number): number | null {
  const [, ...words] = commandOf(image, "HEALTHCHECK");
  return spawnSync(node, words, { env: { EMA_HEALTH_PORT: String(port) } }).status;
}

/** Of the whole, and of the largest folders, in MB. */
function sizes(): string[] {
  const packages = readdirSync(join(app, "node_modules")).map((name) => `node_modules/${name}`);
  const others = readdirSync(app).filter((name) => name !== "node_modules");
  const folders = [...packages, ...others].map((name) => ({ name, bytes: bytesOf(join(app, name)) }));
  const total = folders.reduce((sum, { bytes }) => sum + bytes, 0);
  const largest = folders.toSorted((one, other) => other.bytes - one.bytes).slice(0, 6);
  return [{ name: "all of /app", bytes: total }, ...largest].map(
    ({ name, bytes }) => `${name} ${(bytes / 1e6).toFixed(1)} MB`,
  );
}

function bytesOf(path: string): number {
  if (!lstatSync(path).isDirectory()) return lstatSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}
