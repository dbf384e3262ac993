/** The server behind the page: who may ask it, and what it keeps of calls. */
import { once } from "node:events";
import { get, request as ask, type IncomingMessage } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type InspectServerOptions, startInspectServer } from "#src/inspect/server/server.ts";
import type { WatchedCall, WatchMessage } from "#src/inspect/watch/message.ts";
import type { WatchClient } from "#src/inspect/watch/watch-client.ts";

const token = "a-token-of-more-than-thirty-two-characters";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test("the token in the address becomes a cookie of this site only, and leaves the address", async () => {
  const { origin } = await serve();
  const answer = await fetchPage(`${origin}/?token=${token}`);
  const port = new URL(origin).port;
  expect({
    status: answer.status,
    location: answer.headers.location,
    cookie: answer.headers["set-cookie"],
  }).toEqual({
    status: 303,
    location: "/",
    cookie: [`ema-inspect-${port}=${token}; HttpOnly; SameSite=Strict; Path=/`],
  });
});

test("a redirect never leads to another host", async () => {
  const { origin } = await serve();
  const { port } = new URL(origin);
  const answer = await fetchPage(`http://127.0.0.1:${port}`, { path: `//elsewhere.example/?token=${token}` });
  expect(answer.headers.location ?? "/").toMatch(/^\/(?!\/)/);
});

test.each(["/", "/chart.svg", "/calls", "/calls/one/stream", "/page/main.ts", "/features", "/nothing"])(
  "without the token %s is refused with one sentence",
  async (path) => {
    const { origin } = await serve();
    const answers = await Promise.all([
      fetchPage(`${origin}${path}`),
      fetchPage(`${origin}${path}?token=wrong`),
      fetchPage(`${origin}${path}`, { cookie: "ema-inspect=wrong" }),
    ]);
    for (const { status, body } of answers)
      expect([status, body]).toEqual([
        401,
        "Open the address that `npm run inspect` printed: it carries the token that this page asks for.\n",
      ]);
  },
);

test("a host that is not this machine is refused, whatever it brings", async () => {
  const { origin, cookie } = await serve();
  for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io:80"])
    expect((await fetchPage(`${origin}/`, { cookie, host })).status).toBe(403);
  expect((await fetchPage(`${origin}/`, { cookie, host: "localhost:1234" })).status).toBe(200);
});

test("a token that could be guessed is refused", async () => {
  const { origin } = await serve({ token: "x".repeat(32) });
  expect((await fetchPage(`${origin}/?token=x`)).status).toBe(401);
  await expect(serve({ token: "short" })).rejects.toThrow("The token must have 32 characters or more.");
});

test("the page, its modules and its style are served, without types and with strict headers", async () => {
  const { origin, cookie } = await serve();
  const page = await fetchPage(`${origin}/`, { cookie });
  const script = await fetchPage(`${origin}/page/main.ts`, { cookie });
  const away = await fetchPage(`${origin}/page/..%2fserver%2fserver.ts`, { cookie });
  expect(page.headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": expect.stringContaining("default-src 'self'"),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(script.body).not.toContain("import type");
  expect(away.status).toBe(404);
});

test("a page that was cut off goes on after the last message it had", async () => {
  const { origin, cookie, client } = await serve({ recordAll: true });
  client.list([call("one")]);
  for (const seq of [1, 2, 3, 4]) client.tell("one", step(seq));
  const again = await open(`${origin}/calls/one/stream`, { cookie, "last-event-id": "2" });
  expect(await again.ids(2)).toEqual([3, 4]);
  client.tell("one", step(5));
  expect(await again.ids(3)).toEqual([3, 4, 5]);
  const byAddress = await open(`${origin}/calls/one/stream?after=4`, { cookie });
  expect(await byAddress.ids(1)).toEqual([5]);
});

test("two calls are kept apart", async () => {
  const { origin, cookie, client } = await serve();
  client.list([call("one"), call("two")]);
  const one = await open(`${origin}/calls/one/stream`, { cookie });
  const two = await open(`${origin}/calls/two/stream`, { cookie });
  client.tell("one", step(1));
  client.tell("two", step(7));
  client.tell("one", step(2));
  expect([await one.ids(2), await two.ids(1)]).toEqual([[1, 2], [7]]);
});

test("a call is watched while a page looks at it, and no longer", async () => {
  const { origin, cookie, client } = await serve();
  client.list([call("one")]);
  expect(client.watched()).toEqual([]);
  const one = await open(`${origin}/calls/one/stream`, { cookie });
  expect(client.watched()).toEqual(["one"]);
  one.close();
  await expect.poll(() => client.watched()).toEqual([]);
});

test("of a long call the newest messages are kept, and of many calls the newest", async () => {
  const { origin, cookie, client } = await serve({ recordAll: true, limits: { calls: 2, messages: 3 } });
  client.list([call("one")]);
  for (let seq = 1; seq <= 50; seq += 1) client.tell("one", step(seq));
  client.list([call("one"), call("two")]);
  const one = await open(`${origin}/calls/one/stream`, { cookie });
  expect(await one.ids(3)).toEqual([48, 49, 50]);
  one.close();
  await expect
    .poll(async () => {
      client.list([call("two"), call("three"), call("four")]);
      const response = await fetchHead(`${origin}/calls/one/stream`, cookie);
      response.destroy();
      return response.statusCode;
    })
    .toBe(404);
});

test("a call that has ended can be gone through afterwards", async () => {
  const { origin, cookie, client } = await serve({ recordAll: true });
  client.list([call("one")]);
  client.tell("one", step(1));
  client.tell("one", { seq: 2, at: 20, kind: "ended", outcome: "callerHungUp" });
  client.list([]);
  const list = await open(`${origin}/calls`, { cookie });
  expect(await list.data(1)).toMatchObject([[{ id: "one", ended: { outcome: "callerHungUp" } }]]);
  expect(await (await open(`${origin}/calls/one/stream`, { cookie })).ids(2)).toEqual([1, 2]);
});

test("a reader that does not read is let go, and the others are not", async () => {
  const { origin, cookie, client } = await serve();
  client.list([call("one")]);
  const slow = await fetchHead(`${origin}/calls/one/stream`, cookie);
  const quick = await open(`${origin}/calls/one/stream`, { cookie });
  const letGo = once(slow, "error").catch(() => {});
  const large = "x".repeat(200_000);
  for (let seq = 1; seq <= 60; seq += 1) {
    client.tell("one", { ...step(seq), context: { large } } as WatchMessage);
    await quick.ids(seq);
  }
  slow.resume();
  await letGo;
  expect(await quick.ids(60)).toHaveLength(60);
});

test("the Stately inspector is offered only when asked for, and only simulated calls", async () => {
  const without = await serve();
  const withIt = await serve({ stately: true, recordAll: true });
  for (const { client } of [without, withIt])
    client.list([call("one"), { ...call("real"), synthetic: false }]);
  const status = async ({ origin, cookie }: typeof without, path: string): Promise<number | undefined> => {
    const response = await fetchHead(`${origin}${path}`, cookie);
    response.destroy();
    return response.statusCode;
  };
  withIt.client.tell("one", { seq: 1, at: 1, kind: "stately", event: { type: "@xstate.actor" } });
  expect([
    await status(without, "/stately"),
    await status(without, "/calls/one/stately"),
    await status(withIt, "/stately"),
    await status(withIt, "/calls/one/stately"),
    await status(withIt, "/calls/real/stately"),
  ]).toEqual([404, 404, 200, 200, 404]);
});

const call = (id: string): WatchedCall => ({ id, startedAt: "2026-01-01T00:00:00.000Z", synthetic: true });
const step = (seq: number): WatchMessage => ({
  seq,
  at: seq * 10,
  kind: "step",
  event: { type: "vad.speechStarted" },
  states: ["live"],
  taken: [],
  effects: [],
  context: {},
  stage: "welcome",
});

function fakeClient() {
  const lists = new Set<(calls: readonly WatchedCall[]) => void>();
  const watching = new Map<string, Set<(message: WatchMessage) => void>>();
  const client: WatchClient = {
    onCalls(listener) {
      lists.add(listener);
      listener([]);
      return () => void lists.delete(listener);
    },
    watch(id, listener) {
      const listeners = watching.get(id) ?? new Set();
      watching.set(id, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    close() {},
  };
  return {
    client,
    list: (calls: readonly WatchedCall[]) => {
      for (const listener of lists) listener(calls);
    },
    tell: (id: string, message: WatchMessage) => {
      for (const listener of watching.get(id) ?? []) listener(message);
    },
    watched: () => [...watching].flatMap(([id, listeners]) => (listeners.size > 0 ? [id] : [])),
  };
}

async function serve(options: Partial<InspectServerOptions> = {}) {
  const client = fakeClient();
  const server = await startInspectServer({
    client: client.client,
    port: 0,
    host: "127.0.0.1",
    token,
    chartSvg: "<svg/>",
    recordAll: false,
    ...options,
  });
  closing.push(() => server.close());
  const { origin, port } = new URL(server.url);
  return { origin, client, cookie: `ema-inspect-${port}=${options.token ?? token}` };
}

interface Sent {
  cookie?: string;
  host?: string;
  path?: string;
}

async function fetchPage(url: string, { path, ...headers }: Sent = {}) {
  const asked = ask(url, { headers, ...(path === undefined ? {} : { path }) }).end();
  const [response]: IncomingMessage[] = await once(asked, "response");
  if (!response) throw new Error("No answer.");
  const body = (await response.toArray()).join("");
  return { status: response.statusCode, headers: response.headers, body };
}

async function fetchHead(url: string, cookie: string): Promise<IncomingMessage> {
  const [response]: IncomingMessage[] = await once(get(url, { headers: { cookie } }), "response");
  if (!response) throw new Error("No answer.");
  return response;
}

/** A stream of events; what came so far is asked for by how much there must be. */
async function open(url: string, headers: Record<string, string>) {
  const [response]: IncomingMessage[] = await once(get(url, { headers }), "response");
  if (!response) throw new Error("No answer.");
  let text = "";
  response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  response.on("error", () => {});
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);
  const until = async (pattern: RegExp, count: number): Promise<string[]> => {
    await expect
      .poll(() => all(pattern).length, { interval: 5, timeout: 5_000 })
      .toBeGreaterThanOrEqual(count);
    return all(pattern);
  };
  return {
    ids: async (count: number) => (await until(/^id: (\d+)\ndata: .*\n\n/gm, count)).map(Number),
    data: async (count: number): Promise<unknown[]> =>
      (await until(/^data: (.*)\n\n/gm, count)).map((line) => JSON.parse(line)),
    close: () => response.destroy(),
  };
}
