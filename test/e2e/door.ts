/** The way to livekit-server that the worker and the callers take: everything passes through it, but transfers. */
import type { IncomingMessage } from "node:http";
import type { LiveKit, LiveKitAddress } from "./livekit.ts";
import { rings } from "./outcomes.ts";
import { startPassThrough } from "./pass-through.ts";
import { clientOf } from "./proc.ts";
import { type CarryOut, forwardTransfer, serveTransfer, transferPath } from "./transfer-endpoint.ts";
import { createTransferLog, type TransferRecord } from "./transfer-log.ts";

export interface Door extends LiveKitAddress {
  /**
   * How transfers are carried out from now on; until it is said, they ring without an answer. livekit-sip does it itself,
   * to the SIP address that `route` gives for one such as `tel:+15555550111`: the tests' telephones dial no other.
   */
  carryOut(how: CarryOut | { byLiveKitSip: (to: string) => string }): void;
  /** What was asked for, in order. */
  transfers(): readonly TransferRecord[];
  /** Resolves when the caller in that room was put through; may never. */
  putThrough(room: string): Promise<void>;
  /** The room that a process of this machine has joined through this door, the last one if there were several. */
  roomOf(pid: number): string | undefined;
  /** Cuts every connection that goes through it. */
  close(): Promise<void>;
}

export async function openDoor(livekit: LiveKit): Promise<Door> {
  const log = createTransferLog();
  const rooms = new Map<number, string>();
  let how: Parameters<Door["carryOut"]>[0] = rings;
  const passThrough = await startPassThrough({
    to: Number(new URL(livekit.url).port),
    answer: (request, response) => {
      if (request.url !== transferPath) return false;
      const served =
        typeof how === "function"
          ? serveTransfer(livekit, log.recorded(how), request, response)
          : forwardTransfer(livekit, how.byLiveKitSip, request, response);
      served.catch(() => response.destroy());
      return true;
    },
    onSocket: (request) => {
      const room = roomIn(request);
      const pid = room === undefined ? undefined : clientOf(request.socket);
      if (room !== undefined && pid !== undefined) rooms.set(pid, room);
    },
  });
  const { apiKey, apiSecret } = livekit;
  return {
    url: `ws://127.0.0.1:${passThrough.port}`,
    apiKey,
    apiSecret,
    carryOut: (next) => {
      how = next;
    },
    transfers: () => log.records,
    putThrough: (room) => log.putThrough(room),
    roomOf: (pid) => rooms.get(pid),
    close: () => passThrough.close(),
  };
}

/** The room that a client joins, by its token; undefined for a socket that is for something else. */
function roomIn({ url = "", headers }: IncomingMessage): string | undefined {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (!pathname.startsWith("/rtc")) return undefined;
  const token = searchParams.get("access_token") ?? headers.authorization?.replace(/^Bearer /, "") ?? "";
  const claims: { video?: { room?: string } } = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "e30", "base64url").toString(),
  );
  return claims.video?.room;
}
