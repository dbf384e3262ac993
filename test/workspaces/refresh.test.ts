import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Secret } from "#src/config/secret.ts";
import { openCatalogue } from "#src/workspaces/catalogue.ts";
import { createPackSource } from "#src/workspaces/pack-source.ts";
import { publish, type PublishOptions } from "#src/workspaces/publish.ts";
import { startRefreshing } from "#src/workspaces/refresh.ts";
import { packs, type PacksApi, secretOfApi, startPacksApi } from "./packs-api.ts";
import { elm, writePrompts } from "./prompts-folder.ts";

const away =
  "GET /livekit/packs of the EMA API: it cannot be reached (ECONNREFUSED); check EMA_API_URL and the API itself.";
const elmSaying = (goodbye: string, etag?: string) =>
  packs({ elm: { "workspace.yaml": elm, "phrases.yaml": `goodbye: ${goodbye}\n` } }, etag);

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "data-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
});
const goodbyeNow = () => openCatalogue(dataDir).find("+15555550140")?.phrases["goodbye"];

/** Refreshes from the API every few milliseconds, or not before the test is over. */
function refreshing(url: string, { everyMs = 5, secret = secretOfApi, ...options }: Options = {}) {
  const problems: string[] = [];
  const changes: string[][] = [];
  const promptsDir = writePrompts({ "elm/workspace.yaml": undefined });
  const refresher = startRefreshing({
    source: createPackSource({ apiUrl: url, secret: new Secret(secret), promptsDir, dataDir }),
    publish: (folder) => publish(folder, dataDir, options),
    everyMs,
    onProblem: (problem) => problems.push(problem),
    onChanged: ({ packs }) => changes.push(packs.map(({ phrases }) => phrases["goodbye"] ?? "")),
  });
  const close = () => refresher.close();
  onTestFinished(close);
  return { first: refresher.first, close, problems, changes };
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });
type Options = PublishOptions & { everyMs?: number; secret?: string };
const once: Options = { everyMs: 60_000 };

async function stoppedApi(): Promise<PacksApi> {
  const api = await startPacksApi("nothing");
  await api.close();
  return api;
}

describe("the start", () => {
  it("waits until calls can be answered", async () => {
    const api = await startPacksApi(elmSaying("One."));

    const { first, problems, changes } = refreshing(api.url, once);
    await first;

    expect([goodbyeNow(), changes, problems]).toEqual(["One.", [["One."]], []]);
  });

  it("fails when the API is away and nothing was ever published", async () => {
    const { url } = await stoppedApi();

    const { first, problems, changes } = refreshing(url);

    await expect(first).rejects.toThrow(away);
    expect([changes, problems]).toEqual([[], []]);
  });

  it.each([
    ["the API is away", async () => (await stoppedApi()).url, {}, away],
    [
      "the secret is wrong",
      async () => (await startPacksApi(elmSaying("Two."))).url,
      { secret: "wrong" },
      "GET /livekit/packs of the EMA API: it answered with status 401; set EMA_WEBHOOK_SECRET to the secret that it expects.",
    ],
    [
      "the answer is malformed",
      async () => (await startPacksApi({ status: 200, body: "{" })).url,
      {},
      "GET /livekit/packs of the EMA API: it answered with a text that is not JSON; check EMA_API_URL and the API itself.",
    ],
  ])("goes on with the last good packs when %s, and says so", async (_, url, options, problem) => {
    await refreshing((await startPacksApi(elmSaying("One."))).url, once).first;

    const { first, problems, changes } = refreshing(await url(), { ...once, ...options });
    await first;

    expect([goodbyeNow(), changes, problems]).toEqual(["One.", [["One."]], [problem]]);
  });

  it("prepares the last good packs anew: the voice may have changed since", async () => {
    await refreshing((await startPacksApi(elmSaying("One."))).url, once).first;
    const prepare = vi.fn<() => Promise<void>>(() => Promise.reject(new Error("no speech")));

    const { first } = refreshing((await stoppedApi()).url, { ...once, prepare });

    await expect(first).rejects.toThrow("no speech");
    expect(prepare).toHaveBeenCalledOnce();
  });
});

describe("later", () => {
  it("takes what has changed, and asks with the ETag of what is published", async () => {
    const api = await startPacksApi(elmSaying("One.", '"1"'));
    const { first, changes, problems } = refreshing(api.url);
    await first;
    await eventually(() => expect(api.requests.length).toBeGreaterThan(3));
    expect(api.requests.slice(1).map(({ headers }) => headers["if-none-match"])).toEqual(
      api.requests.slice(1).map(() => '"1"'),
    );

    api.answer = elmSaying("Two.", '"2"');
    await eventually(() => expect(goodbyeNow()).toBe("Two."));
    await eventually(() => expect(api.requests.at(-1)?.headers["if-none-match"]).toBe('"2"'));

    expect([changes, problems]).toEqual([[["One."], ["Two."]], []]);
  });

  it("tells of no change when an API without ETags says the same again", async () => {
    const api = await startPacksApi(elmSaying("One."));
    const { first, changes } = refreshing(api.url);
    await first;

    await eventually(() => expect(api.requests.length).toBeGreaterThan(4));

    expect(changes).toEqual([["One."]]);
  });

  it("keeps the last good packs while one is wrong, asks for them again, and recovers", async () => {
    const api = await startPacksApi(elmSaying("One.", '"1"'));
    const { first, changes, problems } = refreshing(api.url);
    await first;

    api.answer = elmSaying("Dial 911.", '"2"');
    await eventually(() => expect(problems.length).toBeGreaterThan(1));
    expect(goodbyeNow()).toBe("One.");
    expect(api.requests.at(-1)?.headers["if-none-match"]).toBe('"1"');
    expect(new Set(problems)).toEqual(
      new Set([
        `${join(dataDir, "workspaces", "fetched", "elm", "phrases.yaml")}, line 1: "goodbye" contains "911", which a voice misreads; write it in words, for instance "nine one one".`,
      ]),
    );

    api.answer = elmSaying("Three.", '"3"');
    await eventually(() => expect(goodbyeNow()).toBe("Three."));
    expect(changes).toEqual([["One."], ["Three."]]);
  });

  it("keeps the last good packs while the API is away, and recovers", async () => {
    const api = await startPacksApi(elmSaying("One."));
    const { first, changes, problems } = refreshing(api.url);
    await first;

    await api.close();
    await eventually(() => expect(problems).toContain(away));
    expect(goodbyeNow()).toBe("One.");

    await startPacksApi(elmSaying("Two."), Number(new URL(api.url).port));
    await eventually(() => expect(goodbyeNow()).toBe("Two."));
    expect(changes).toEqual([["One."], ["Two."]]);
  });

  it("tries again with the same packs when they could not be prepared", async () => {
    const api = await startPacksApi(elmSaying("One.", '"1"'));
    let speech = true;
    const prepare = () => (speech ? Promise.resolve() : Promise.reject(new Error("no speech")));
    const { first, problems } = refreshing(api.url, { prepare });
    await first;

    speech = false;
    api.answer = elmSaying("Two.", '"2"');
    await eventually(() => expect(problems).toContain("no speech"));
    expect(goodbyeNow()).toBe("One.");

    speech = true;
    await eventually(() => expect(goodbyeNow()).toBe("Two."));
  });

  it("comes after a while that differs from machine to machine", async () => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    onTestFinished(() => timers.mockRestore());
    const api = await startPacksApi(elmSaying("One."));
    const source = createPackSource({
      apiUrl: api.url,
      secret: new Secret(secretOfApi),
      promptsDir: writePrompts(),
      dataDir,
    });
    const waits = async (random: number) => {
      const refresher = startRefreshing({
        source,
        publish: (folder) => publish(folder, dataDir),
        everyMs: 61_000,
        onProblem: () => {},
        onChanged: () => {},
        random: () => random,
      });
      await refresher.first;
      refresher.close();
      return timers.mock.calls.at(-1)?.[1];
    };

    expect([await waits(0), await waits(0.5)]).toEqual([48_800, 61_000]);
  });
});

describe("once closed", () => {
  it("nothing is asked or told any more", async () => {
    const api = await startPacksApi(elmSaying("One."));
    const { first, close, changes, problems } = refreshing(api.url);
    await first;
    api.answer = "nothing";
    const asked = api.requests.length;
    await eventually(() => expect(api.requests.length).toBe(asked + 1));

    close();
    api.answer = elmSaying("Two.");
    const meanwhile = await startPacksApi(elmSaying("Three."));
    await refreshing(meanwhile.url).first;
    await eventually(() => expect(meanwhile.requests.length).toBeGreaterThan(5));

    expect([api.requests.length, changes, problems]).toEqual([asked + 1, [["One."]], []]);
  });

  it("a start that is under way fails", async () => {
    const api = await startPacksApi("nothing");
    const { first, close, problems } = refreshing(api.url);
    const failed = expect(first).rejects.toThrow();
    await eventually(() => expect(api.requests.length).toBe(1));

    close();

    await failed;
    expect(problems).toEqual([]);
  });
});
