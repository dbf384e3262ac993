/** A reverse proxy on loopback: HTTP and WebSockets pass through it as they are. */
import { createServer, type IncomingMessage, request as send, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";

export interface PassThroughOptions {
  /** Port of 127.0.0.1 that everything goes to. */
  to: number;
  /** Gives true for a request that it answers itself. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Sees every WebSocket that is opened. */
  onSocket: (request: IncomingMessage) => void;
}

export interface PassThrough {
  port: number;
  /** Cuts every connection. */
  close(): Promise<void>;
}

export async function startPassThrough({ to, answer, onSocket }: PassThroughOptions): Promise<PassThrough> {
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => {
    if (!answer(request, response)) forward(to, request, response);
  });
  server.on("upgrade", (request, socket: Socket, head) => {
    onSocket(request);
    const far = connect(to, "127.0.0.1", () => {
      far.write(headOf(request));
      far.write(head);
    });
    for (const end of [socket, far]) sockets.add(end.once("close", () => sockets.delete(end)));
    // Either end may go at any time; the other one then goes, too.
    pipeline(socket, far, () => far.destroy());
    pipeline(far, socket, () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The pass-through has no port.");
  return {
    port: address.port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

function forward(to: number, request: IncomingMessage, response: ServerResponse): void {
  const { method = "GET", url = "/", headers } = request;
  const sent = send({ host: "127.0.0.1", port: to, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on("error", () => response.destroy());
  request.pipe(sent);
}

function headOf({ method = "GET", url = "/", rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
