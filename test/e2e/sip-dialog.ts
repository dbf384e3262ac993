/** The dialog that a caller's INVITE begins, as seen from the side that was called. */
import type { RemoteInfo } from "node:dgram";
import { headerOf, headersOf, type SipMessage, uriOf } from "./sip-message.ts";
import type { SipRequest, SipSocket } from "./sip-socket.ts";

export interface Dialog {
  /** Asks the caller's telephone for something; resolves to its final response. */
  request(method: string, more?: Partial<Pick<SipMessage, "headers" | "body">>): Promise<SipMessage>;
  /** The number of the latest request. */
  sequence(): number;
}

export function dialogOf(socket: SipSocket, { message, from, tag }: SipRequest): Dialog {
  const target = uriOf(headerOf(message, "contact"));
  const remote: Pick<RemoteInfo, "address" | "port"> = from;
  let sequence = 0;
  return {
    sequence: () => sequence,
    request: (method, { headers = [], body = "" } = {}) => {
      sequence++;
      const dialog = [
        ...headersOf(message, "record-route").map((route) => ["route", route] as const),
        ["from", `${headerOf(message, "to")};tag=${tag}`],
        ["to", headerOf(message, "from")],
        ["call-id", headerOf(message, "call-id")],
        ["cseq", `${sequence} ${method}`],
        ["contact", `<sip:livekit@${socket.address}>`],
      ] as const;
      return socket.request(
        { start: `${method} ${target} SIP/2.0`, headers: [...dialog, ...headers], body },
        remote,
      );
    },
  };
}
