import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { Secret } from "#src/config/secret.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { createPackSource } from "#src/workspaces/pack-source.ts";
import { publish } from "#src/workspaces/publish.ts";
import { type PacksAnswer, packs, secretOfApi, startPacksApi } from "./packs-api.ts";
import { elm, writePrompts } from "./prompts-folder.ts";

const never = new AbortController().signal;
const elmFiles = { "workspace.yaml": elm, "stages/access.md": "Ask for the keys." };

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "data-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
});

function sourceAt(apiUrl: string, secret = secretOfApi, timeoutMs = 5000) {
  const promptsDir = writePrompts({ "elm/workspace.yaml": undefined, "local/workspace.yaml": "" });
  return createPackSource({ apiUrl, secret: new Secret(secret), promptsDir, dataDir, timeoutMs });
}

async function folderOf(answer: PacksAnswer): Promise<string> {
  const api = await startPacksApi(answer);
  const fetched = await sourceAt(api.url).fetchPacks(undefined, never);
  if (fetched === "unchanged") throw new Error("The API was asked without an ETag.");
  return fetched.folder;
}

async function failureOf(fetching: Promise<unknown>): Promise<string> {
  const error: unknown = await fetching.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("The answer was taken although it is wrong.");
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain("hush");
  return error.message;
}

describe("an answer", () => {
  it("becomes a prompts folder: its workspaces, and the local default", async () => {
    const folder = await folderOf(packs({ elm: elmFiles }));

    expect(readdirSync(folder)).toEqual(["default", "elm"]);
    expect(readFileSync(join(folder, "elm", "workspace.yaml"), "utf8")).toBe(elm);
    expect(loadPacks(folder).map(({ workspace, stages }) => [workspace.id, stages["access"]])).toEqual([
      ["elm", "Ask for the keys."],
    ]);
  });

  it("leaves nothing of the answer before", async () => {
    const api = await startPacksApi(packs({ elm: elmFiles }));
    const source = sourceAt(api.url);
    await source.fetchPacks(undefined, never);
    api.answer = packs({ oak: { "workspace.yaml": elm.replace("id: elm", "id: oak") } });
    await source.fetchPacks(undefined, never);

    expect(readdirSync(join(dataDir, "workspaces", "fetched"))).toEqual(["default", "oak"]);
  });

  it("is asked for with the secret, and not given again to whoever has it", async () => {
    const api = await startPacksApi(packs({ elm: elmFiles }, '"one"'));
    const source = sourceAt(api.url);

    const first = await source.fetchPacks(undefined, never);
    const second = await source.fetchPacks('"one"', never);
    const third = await source.fetchPacks('"zero"', never);

    expect([first, second, third]).toEqual([
      { folder: join(dataDir, "workspaces", "fetched"), etag: '"one"' },
      "unchanged",
      first,
    ]);
    expect(api.requests.map(({ path, headers }) => [path, headers["if-none-match"]])).toEqual([
      ["/livekit/packs", undefined],
      ["/livekit/packs", '"one"'],
      ["/livekit/packs", '"zero"'],
    ]);
    expect(api.requests[0]?.headers["x-webhook-secret"]).toBe(secretOfApi);
  });

  it("may say more than is understood", async () => {
    const body = JSON.stringify({ workspaces: [{ id: "elm", files: elmFiles, plan: "gold" }], page: 1 });

    expect(readdirSync(await folderOf({ status: 200, body }))).toEqual(["default", "elm"]);
  });
});

describe("an answer is refused with one sentence when", () => {
  const place = "GET /livekit/packs of the EMA API";
  const api = "check EMA_API_URL and the API itself";
  const id = "must be lower-case letters, digits and hyphens";
  const one = (workspace: unknown): PacksAnswer => ({
    status: 200,
    body: JSON.stringify({ workspaces: [workspace] }),
  });
  const withPath = (path: string) => one({ id: "elm", files: { [path]: "hush" } });
  const paths =
    "workspace.yaml, system.md, phrases.yaml, openers.yaml, script.yaml, hazards.yaml, stages/welcome.md, stages/safetyCheck.md, " +
    "stages/problem.md, stages/severity.md, stages/location.md, stages/contact.md, stages/access.md, " +
    "stages/confirmation.md, stages/dispatched.md, stages/closing.md";
  const badPath = (path: string) =>
    `workspaces[0].files.${path} is a name that does not fit; it must be one of ${paths}`;

  it.each<[string, PacksAnswer, string]>([
    ["it is an error", { status: 503, body: "hush" }, `it answered with status 503; ${api}`],
    ["it is a 304 that nobody asked for", { status: 304, body: "" }, `it answered with status 304; ${api}`],
    [
      "it leads elsewhere",
      { status: 302, body: "", headers: { location: "http://127.0.0.1:9/hush" } },
      `it answered with status 302; ${api}`,
    ],
    ["it is no JSON", { status: 200, body: "<hush>" }, `it answered with a text that is not JSON; ${api}`],
    [
      "it is empty",
      { status: 200, body: "{}" },
      "workspaces is missing; write a list, each entry on a line of its own after a hyphen",
    ],
    ["it has no workspace", packs({}), "workspaces is an empty list; write at least one entry or character"],
    ["an id is missing", one({ files: {} }), "workspaces[0].id is missing; write a text"],
    [
      "an id is a path",
      one({ id: "../elm", files: {} }),
      `workspaces[0].id is a text that does not fit; it ${id}`,
    ],
    [
      "an id is EMA's own",
      one({ id: "default", files: {} }),
      "workspaces[0].id is a text that does not fit; it must be a name that EMA does not use itself",
    ],
    [
      "an id occurs twice",
      { status: 200, body: JSON.stringify({ workspaces: [1, 2].map(() => ({ id: "elm", files: {} })) }) },
      "workspaces is a list that does not fit; it must give each workspace its own id",
    ],
    ["a path leads out of the folder", withPath("../oak/workspace.yaml"), badPath("../oak/workspace.yaml")],
    ["a path is absolute", withPath("/etc/passwd"), badPath("/etc/passwd")],
    ["a file is unknown", withPath("stages/hush.md".replace("hush", "welcom")), badPath("stages/welcom.md")],
    [
      "a file is no text",
      one({ id: "elm", files: { "system.md": 1 } }),
      "workspaces[0].files.system.md is a number; put it in quotes to make it a text",
    ],
    [
      "a file is too long",
      one({ id: "elm", files: { "system.md": "x".repeat(256 * 1024 + 1) } }),
      "workspaces[0].files.system.md is a text that is too long; shorten it to 262144",
    ],
    [
      "it is too long altogether",
      { status: 200, body: " ".repeat(32 * 1024 * 1024 + 1) },
      "it answered with more than 33554432 bytes; shorten the packs",
    ],
  ])("%s", async (_, answer, message) => {
    expect(await failureOf(folderOf(answer))).toBe(`${place}: ${message}.`);
  });

  it("the secret is wrong", async () => {
    const { url } = await startPacksApi(packs({ elm: elmFiles }));

    expect(await failureOf(sourceAt(url, "wrong-hush").fetchPacks(undefined, never))).toBe(
      `${place}: it answered with status 401; set EMA_WEBHOOK_SECRET to the secret that it expects.`,
    );
  });

  it("nobody listens", async () => {
    const stopped = await startPacksApi("nothing");
    await stopped.close();

    expect(await failureOf(sourceAt(stopped.url).fetchPacks(undefined, never))).toBe(
      `${place}: it cannot be reached (ECONNREFUSED); ${api}.`,
    );
  });

  it("none comes in time", async () => {
    const { url } = await startPacksApi("nothing");

    expect(await failureOf(sourceAt(url, secretOfApi, 50).fetchPacks(undefined, never))).toBe(
      `${place}: it cannot be reached (timeout); ${api}.`,
    );
  });
});

describe("the last good packs", () => {
  it("are the published workspaces, with today's default", async () => {
    const source = sourceAt("http://127.0.0.1:9");
    expect(source.lastGood()).toBeUndefined();
    const yesterday = writePrompts({ "default/system.md": "Yesterday's." });
    await publish(yesterday, dataDir);

    const folder = source.lastGood() ?? "";

    expect(loadPacks(folder).map(({ workspace, system }) => [workspace.id, system])).toEqual([
      ["elm", "You are EMA of Elm Homes."],
    ]);
  });
});
