/** A vendor that answers with what the test gives it, in pieces, and ends as it likes. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Chance } from "./fuzz.ts";

export interface NonsenseServer {
  http: string;
  ws: string;
  close(): Promise<void>;
}

export interface Nonsense {
  /** Of the request with that path. */
  answer?: (path: string, response: ServerResponse) => void;
  connected?: (path: string, socket: WebSocket) => void;
  /** Instead of `connected`: what becomes of a request for a socket. */
  upgrade?: (socket: Duplex) => void;
}

export async function serveNonsense({ answer, connected, upgrade }: Nonsense): Promise<NonsenseServer> {
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => answer?.(request.url ?? "", response));
  });
  const sockets = new WebSocketServer({ noServer: true });
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (request, socket: Duplex, head) => {
    upgraded.add(socket);
    if (upgrade !== undefined) return upgrade(socket);
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.resume();
      connected?.(request.url ?? "", client);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    http: `http://127.0.0.1:${address.port}`,
    ws: `ws://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
      await closed;
    },
  };
}

/** Sends the body in two pieces that are cut anywhere; then ends, or breaks the connection. */
export function sendPieces(response: ServerResponse, type: string, body: Uint8Array, random: Chance): void {
  response.writeHead(200, { "content-type": type });
  const cut = random.below(body.length + 1);
  response.write(body.subarray(0, cut));
  setImmediate(() => {
    response.write(body.subarray(cut));
    if (random.below(5) === 0) response.destroy();
    else response.end();
  });
}
