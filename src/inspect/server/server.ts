/** Serves the page on which calls are watched, and what it shows, to this machine only. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { frame, lastEventId, openEventStream } from "#src/event-stream/event-stream.ts";
import type { WatchClient } from "#src/inspect/watch/watch-client.ts";
import { accessOf } from "./access.ts";
import { type Calls, type CallsOptions, openCalls } from "./calls.ts";
import { pageFile } from "./page-files.ts";

export interface InspectServerOptions {
  client: WatchClient;
  /** 0: any that is free. */
  port: number;
  host: "127.0.0.1";
  /** 32 characters or more. */
  token: string;
  chartSvg: string;
  /** Watches every call from its beginning, whether a page looks or not. */
  recordAll: boolean;
  /** Serves the bridge to the Stately inspector, for synthetic calls. */
  stately?: boolean;
  heartbeatMs?: number;
  limits?: NonNullable<CallsOptions["limits"]>;
}

export interface InspectServer {
  /** Carries the token. */
  url: string;
  close(): Promise<void>;
}

const everywhere = {
  "content-security-policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};
/** The bridge talks to a window of stately.ai by messages; it loads nothing from there. */
const bridgePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const callRoute = /^\/calls\/(?<id>[^/]+)\/(?<what>stream|stately)$/;
const usualHeartbeatMs = 15_000;
const shortestToken = 32;

/** Rejects when the port is taken, or the token too short to be one. */
export async function startInspectServer(options: InspectServerOptions): Promise<InspectServer> {
  const { client, recordAll, stately = false, limits, host, token } = options;
  if (token.length < shortestToken)
    throw new Error(`The token must have ${shortestToken} characters or more.`);
  const calls = openCalls({ client, recordAll, stately, ...(limits === undefined ? {} : { limits }) });
  let port = options.port;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(everywhere)) response.setHeader(name, value);
    const access = accessOf(request, { token, port });
    if (access.kind === "refused") plain(response, access.status, access.reason);
    else if (access.kind === "enter")
      response.writeHead(303, { location: access.location, "set-cookie": access.cookie }).end();
    else if (request.method !== "GET") plain(response, 405, "Nothing here is changed: only GET is answered.");
    else
      answer(request, response, { ...options, stately, calls }).catch(() =>
        plain(response, 500, "This could not be served."),
      );
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address !== null) port = address.port;
  return {
    url: `http://${host}:${port}/?token=${token}`,
    async close() {
      calls.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Serving extends InspectServerOptions {
  calls: Calls;
  stately: boolean;
}

async function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const call = callRoute.exec(url.pathname)?.groups;
  if (url.pathname === "/chart.svg") send(response, "image/svg+xml; charset=utf-8", serving.chartSvg);
  else if (url.pathname === "/features")
    send(response, "application/json", JSON.stringify({ stately: serving.stately }));
  else if (url.pathname === "/calls") tellCalls(response, serving);
  else if (call)
    tellCall(response, serving, {
      id: decoded(call["id"] ?? ""),
      what: call["what"] === "stately" ? "stately" : "steps",
      after: lastEventId(request, url.searchParams.get("after")),
    });
  else await file(url.pathname, response, serving);
}

async function file(path: string, response: ServerResponse, { stately }: Serving): Promise<void> {
  const found =
    path === "/"
      ? await pageFile("index.html")
      : path === "/stately" && stately
        ? await pageFile("stately.html")
        : await pageFile(/^\/page\/(?<name>[^/]+)$/.exec(path)?.groups?.["name"] ?? "");
  if (path === "/stately") response.setHeader("content-security-policy", bridgePolicy);
  if (found) send(response, found.type, found.body);
  else plain(response, 404, "There is nothing at this address.");
}

function tellCalls(response: ServerResponse, { calls, heartbeatMs = usualHeartbeatMs }: Serving): void {
  const stream = openEventStream(response, { heartbeatMs });
  const stop = calls.onList((list) => stream.write(frame({ data: JSON.stringify(list) })));
  stream.closed.addEventListener("abort", stop, { once: true });
}

interface Wanted {
  id: string;
  what: "steps" | "stately";
  after: number;
}

function tellCall(response: ServerResponse, serving: Serving, { id, what, after }: Wanted): void {
  const { calls, stately, heartbeatMs = usualHeartbeatMs } = serving;
  const call = calls.call(id);
  if (!call) plain(response, 404, "There is no such call, or it is no longer kept.");
  else if (what === "stately" && !(stately && call.synthetic))
    plain(response, 404, "Only simulated calls are shown to the Stately inspector, and only with --stately.");
  else {
    const stream = openEventStream(response, { heartbeatMs });
    const stop = calls.listen(id, what, after, ({ seq, data }) => stream.write(frame({ id: seq, data })));
    stream.closed.addEventListener("abort", stop, { once: true });
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

const send = (response: ServerResponse, type: string, body: string): void => {
  response.writeHead(200, { "content-type": type }).end(body);
};

function plain(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${sentence}\n`);
}
