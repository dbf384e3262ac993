/** The EMA API's side of packs: a real HTTP server, whose mood a test changes as it goes. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface PacksAnswer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

export interface PacksApi {
  url: string;
  /** Given to every request that comes from now on; "nothing" leaves it without an answer. */
  answer: PacksAnswer | "nothing";
  requests: { path: string | undefined; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

export const secretOfApi = "packs-hush";

/** What the API says of workspaces, each given as its files; answers 304 to whoever has that ETag. */
export function packs(
  workspaces: Readonly<Record<string, Record<string, string>>>,
  etag?: string,
): PacksAnswer {
  const listed = Object.entries(workspaces).map(([id, files]) => ({ id, files }));
  return {
    status: 200,
    body: JSON.stringify({ workspaces: listed }),
    ...(etag === undefined ? {} : { headers: { etag } }),
  };
}

/** `port` 0 is any free one. */
export async function startPacksApi(answer: PacksApi["answer"], port = 0): Promise<PacksApi> {
  const server = createServer((request, response) => {
    api.requests.push({ path: request.url, headers: request.headers });
    if (api.answer === "nothing") return;
    if (request.headers["x-webhook-secret"] !== secretOfApi) {
      response.writeHead(401).end();
      return;
    }
    const { status, body, headers = {} } = api.answer;
    if (headers["etag"] !== undefined && request.headers["if-none-match"] === headers["etag"])
      response.writeHead(304, headers).end();
    else response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const address = server.address() as AddressInfo;
  const api: PacksApi = { url: `http://127.0.0.1:${address.port}`, answer, requests: [], close };
  return api;
}
