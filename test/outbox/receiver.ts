/** A real HTTP receiver that fails in the ways receivers do. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type WebhookEvent, webhookEventSchema } from "#src/outbox/contract.ts";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  event: WebhookEvent;
}

export type Answer =
  | { status: number; headers?: Record<string, string>; after?: Promise<void> }
  | "closes the socket"
  | "never answers";

export const ok: Answer = { status: 200 };

export interface Receiver {
  url: string;
  port: number;
  received: Received[];
  /** `sessionId sequence` of every request, in order of arrival. */
  arrivals(): string[];
}

/** Answers the n-th request (from 0) as told; `port` 0 is any free one. */
export async function startReceiver(
  answer: (request: Received, n: number) => Answer = () => ok,
  port = 0,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const event = webhookEventSchema.parse(JSON.parse(body));
      const arrived = { path: request.url ?? "", headers: request.headers, body, event };
      received.push(arrived);
      void give(answer(arrived, received.length - 1), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    received,
    arrivals: () => received.map(({ event }) => `${event.session_id} ${event.sequence}`),
  };
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Gate {
  opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

async function give(answer: Answer, response: ServerResponse): Promise<void> {
  if (answer === "never answers") return;
  if (answer === "closes the socket") {
    response.socket?.destroy();
    return;
  }
  await answer.after;
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
  response.end(JSON.stringify({ success: answer.status < 300 }));
}
