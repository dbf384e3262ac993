/** A webhook receiver as another team would run it: real HTTP on this machine, in a good or a bad mood. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Timers } from "./timers.ts";

export const receiverBehaviours = ["ok", "slow", "never", "failing-then-ok"] as const;
export type ReceiverBehaviour = (typeof receiverBehaviours)[number];

export interface Receiver {
  /** Origin without a path. */
  url: string;
  secret: string;
  /** In the order in which they arrived. */
  requests(): readonly ReceivedRequest[];
  close(): Promise<void>;
}

export interface ReceivedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  /** Parsed JSON; the text itself where it is not JSON. */
  body: unknown;
  /** Milliseconds on the timers' clock. */
  at: number;
  /** Absent as long as it has not been answered. */
  status?: number;
}

export interface ReceiverOptions {
  behaviour: ReceiverBehaviour;
  secret: string;
  /** Of workspaces that have one of their own. */
  moreSecrets?: readonly string[];
  timers: Timers;
  onRequest?: (request: ReceivedRequest) => void;
}

const slowMs = 5_000;
/** `failing-then-ok` refuses this many requests with 503. */
const failures = 3;

/** A wrong or missing `X-Webhook-Secret` gets 401, whatever the behaviour. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { behaviour, secret, moreSecrets = [], timers, onRequest } = options;
  const secrets = [secret, ...moreSecrets];
  const requests: ReceivedRequest[] = [];
  const callOffs = new Set<() => void>();

  const answer = (request: ReceivedRequest, response: ServerResponse): void => {
    const send = (status: number, success: boolean): void => {
      request.status = status;
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ success }));
    };
    if (!secrets.includes(String(request.headers["x-webhook-secret"]))) return send(401, false);
    switch (behaviour) {
      case "ok":
        return send(200, true);
      case "slow":
        callOffs.add(timers.after(slowMs, () => send(200, true)));
        return;
      case "never":
        return;
      case "failing-then-ok":
        return requests.length <= failures ? send(503, false) : send(200, true);
    }
  };

  const server = createServer((incoming, response) => {
    text(incoming).then(
      (received) => {
        const { url = "/", headers } = incoming;
        const request = { path: url, headers, body: parsed(received), at: timers.now() };
        requests.push(request);
        onRequest?.(request);
        answer(request, response);
      },
      // The sender went away in the middle of its request: nothing was received, and nobody is left to answer.
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port.");

  return {
    url: `http://127.0.0.1:${address.port}`,
    secret,
    requests: () => requests,
    close: () =>
      new Promise((resolve, reject) => {
        for (const callOff of callOffs) callOff();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function parsed(received: string): unknown {
  try {
    return JSON.parse(received);
  } catch {
    return received;
  }
}
