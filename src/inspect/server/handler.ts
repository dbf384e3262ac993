/** The page on which calls are watched, and what it shows, to whoever is let in by the server that it is part of. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { frame, lastEventId, openEventStream } from "#src/event-stream/event-stream.ts";
import type { WatchClient } from "#src/inspect/watch/watch-client.ts";
import { type Calls, type CallsOptions, openCalls } from "./calls.ts";
import { pageFile } from "./page-files.ts";

export interface InspectHandlerOptions {
  client: WatchClient;
  chartSvg: string;
  /** Watches every call from its beginning, whether a page looks or not. */
  recordAll: boolean;
  /** Serves the bridge to the Stately inspector, for synthetic calls. */
  stately?: boolean;
  heartbeatMs?: number;
  limits?: NonNullable<CallsOptions["limits"]>;
}

export interface InspectHandler {
  /** Answers; `url` is path and query below wherever the page is, beginning with a slash. Whoever calls has let the reader in. */
  handle(request: IncomingMessage, response: ServerResponse, url: string): void;
  /** Open streams are the server's to end. */
  close(): void;
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

export function createInspectHandler(options: InspectHandlerOptions): InspectHandler {
  const { client, recordAll, stately = false, limits } = options;
  const calls = openCalls({ client, recordAll, stately, ...(limits === undefined ? {} : { limits }) });
  return {
    handle(request, response, url) {
      protect(response);
      if (request.method !== "GET") plain(response, 405, "Nothing here is changed: only GET is answered.");
      else
        answer(request, response, url, { ...options, stately, calls }).catch(() =>
          plain(response, 500, "This could not be served."),
        );
    },
    close: () => calls.close(),
  };
}

/** Sets the headers that every answer has. */
export function protect(response: ServerResponse): void {
  for (const [name, value] of Object.entries(everywhere)) response.setHeader(name, value);
}

interface Serving extends InspectHandlerOptions {
  calls: Calls;
  stately: boolean;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  asked: string,
  serving: Serving,
): Promise<void> {
  const url = new URL(asked, "http://localhost");
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

export function plain(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${sentence}\n`);
}
