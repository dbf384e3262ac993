/** SIP over UDP: requests that are repeated until they are answered, and answers that are repeated when they are asked for. */
import { randomUUID } from "node:crypto";
import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import {
  branchOf,
  formatSip,
  headerOf,
  headersOf,
  methodOf,
  parseSip,
  type SipMessage,
  statusOf,
  tagOf,
} from "./sip-message.ts";

/** RFC 3261: the first repetition, and when a request counts as lost. */
const t1Ms = 500;
const lostMs = 64 * t1Ms;

export interface SipRequest {
  message: SipMessage;
  from: Pick<RemoteInfo, "address" | "port">;
  /** Answers it; may be called again, as with 180 and then 200. `tag` is ours in the dialog. */
  reply(code: number, reason: string, more?: Partial<Pick<SipMessage, "headers" | "body">>): void;
  tag: string;
}

export interface SipSocket {
  port: number;
  /** `host:port` of this end. */
  address: string;
  /** Resolves to the final response; rejects when there is none. */
  request(message: SipMessage, to: Pick<RemoteInfo, "address" | "port">): Promise<SipMessage>;
  close(): void;
}

/** `onRequest` is told of each request once, whatever is repeated; an ACK is one, too. */
export async function openSipSocket(onRequest: (request: SipRequest) => void): Promise<SipSocket> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  const address = `127.0.0.1:${port}`;
  const answered = new Map<string, { latest: Buffer | undefined }>();
  const waiting = new Map<string, (response: SipMessage) => void>();

  const hearRequest = (message: SipMessage, method: string, from: RemoteInfo): void => {
    const key = `${branchOf(message)} ${method}`;
    const before = answered.get(key);
    if (before !== undefined) {
      if (before.latest !== undefined) socket.send(before.latest, from.port, from.address);
      return;
    }
    const sent: { latest: Buffer | undefined } = { latest: undefined };
    answered.set(key, sent);
    const tag = randomUUID().slice(0, 8);
    const reply: SipRequest["reply"] = (code, reason, { headers = [], body = "" } = {}) => {
      const to = headerOf(message, "to");
      const contact = ["contact", `<sip:livekit@${address}>`] as const;
      sent.latest = formatSip({
        start: `SIP/2.0 ${code} ${reason}`,
        headers: [
          ...headersOf(message, "via").map((via) => ["via", via] as const),
          ["from", headerOf(message, "from")],
          ["to", code === 100 || tagOf(to) !== undefined ? to : `${to};tag=${tag}`],
          ["call-id", headerOf(message, "call-id")],
          ["cseq", headerOf(message, "cseq")],
          contact,
          ...headers,
        ],
        body,
      });
      socket.send(sent.latest, from.port, from.address);
    };
    onRequest({ message, from, reply, tag });
  };

  socket.on("message", (datagram, from) => {
    const message = parseSip(datagram);
    if (message === undefined) return;
    const method = methodOf(message);
    if (method !== undefined) hearRequest(message, method, from);
    else if ((statusOf(message.start)?.code ?? 0) >= 200) waiting.get(branchOf(message))?.(message);
  });

  return {
    port,
    address,
    request: (message, to) => {
      const branch = `z9hG4bK${randomUUID()}`;
      const via = ["via", `SIP/2.0/UDP ${address};branch=${branch}`] as const;
      const datagram = formatSip({ ...message, headers: [via, ["max-forwards", "70"], ...message.headers] });
      return new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout;
        const end = (): void => {
          clearTimeout(timer);
          waiting.delete(branch);
        };
        const send = (afterMs: number): void => {
          socket.send(datagram, to.port, to.address);
          timer = setTimeout(() => (afterMs < lostMs ? send(afterMs * 2) : lose()), afterMs);
        };
        const lose = (): void => {
          end();
          reject(new Error(`Nobody answered ${message.start.split(" ")[0]}.`));
        };
        waiting.set(branch, (response) => {
          end();
          resolve(response);
        });
        send(t1Ms);
      });
    },
    close: () => socket.close(),
  };
}
