/** A stand-in for livekit-sip: telephones call it by SIP over UDP, and are put into rooms. Several calls at once. */
import type { SipClient } from "livekit-server-sdk";
import { BridgeCall } from "./bridge-call.ts";
import type { LiveKitAddress } from "./livekit.ts";
import { SipFailure } from "./sip-failure.ts";
import { headerOf, methodOf } from "./sip-message.ts";
import { openSipSocket, type SipRequest } from "./sip-socket.ts";
import type { CarryOut } from "./transfer-endpoint.ts";

export interface SipBridge {
  /** UDP. */
  port: number;
  /** Rooms of the calls that are going on. */
  rooms(): string[];
  /** Puts callers through; to be given to the door. */
  carryOut: CarryOut;
  /** Ends every call. */
  stop(): Promise<void>;
}

export interface SipBridgeOptions {
  livekit: LiveKitAddress & { sip: SipClient };
  /** The address that a telephone is told to call, for one such as `tel:+15555550111`. */
  route: (to: string) => string;
}

export async function startSipBridge({ livekit, route }: SipBridgeOptions): Promise<SipBridge> {
  const calls = new Map<string, BridgeCall>();
  const hear = (request: SipRequest): void => {
    const id = headerOf(request.message, "call-id");
    const method = methodOf(request.message) ?? "";
    const known = calls.get(id);
    if (known !== undefined) known.hear(request, method);
    else if (method === "INVITE") take(request, id);
    else if (method === "OPTIONS") request.reply(200, "OK");
    else if (method !== "ACK") request.reply(481, "Call/Transaction Does Not Exist");
  };
  const take = (invite: SipRequest, id: string): void => {
    const call = new BridgeCall({ livekit, socket, invite, onEnd: () => calls.delete(id) });
    calls.set(id, call);
    call.open().catch((error: unknown) => process.stderr.write(`SIP bridge: ${String(error)}\n`));
  };
  const socket = await openSipSocket(hear);
  return {
    port: socket.port,
    rooms: () => [...calls.values()].flatMap(({ room }) => room ?? []),
    carryOut: async ({ callId, to, playDialtone }, signal) => {
      const call = [...calls.values()].find((each) => each.callId === callId);
      if (call === undefined) throw new SipFailure(404, "unknown call");
      await call.transfer(route(to), { playDialtone }, signal);
    },
    stop: async () => {
      await Promise.all([...calls.values()].map((call) => call.bye()));
      socket.close();
    },
  };
}
