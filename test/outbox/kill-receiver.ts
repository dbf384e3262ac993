/** A receiver that keeps ids, fails now and then, and can kill who sends to it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebhookEvent, webhookEventSchema } from "#src/outbox/contract.ts";
import type { Chance } from "./seeded.ts";

export interface KillReceiver {
  url: string;
  /** By id: what a receiver that keeps ids has. */
  kept: Map<string, WebhookEvent>;
  requests(): number;
  /** Ids that came with other bytes than the first time. */
  changed: string[];
  close(): void;
}

/** `arrived` is told who sends; true: the sender is dead now, and gets no answer. */
export async function startKillReceiver(
  chance: Chance,
  arrived: (sender: string) => boolean,
): Promise<KillReceiver> {
  const bodies = new Map<string, string>();
  const kept = new Map<string, WebhookEvent>();
  const changed: string[] = [];
  let requests = 0;

  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      requests += 1;
      if (chance.random() < 0.1) return response.writeHead(503).end();
      const event = webhookEventSchema.parse(JSON.parse(body));
      if ((bodies.get(event.id) ?? body) !== body) changed.push(event.id);
      bodies.set(event.id, body);
      kept.set(event.id, event);
      if (arrived((request.url ?? "").split("/")[1] ?? "")) return response.socket?.destroy();
      response.end('{"success":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    kept,
    changed,
    requests: () => requests,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
