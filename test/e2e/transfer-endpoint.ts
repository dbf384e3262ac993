/** `TransferSIPParticipant` of LiveKit's API, answered in its place: whoever carries calls out carries the transfer out. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { type RoomServiceClient, ServerError, TokenVerifier } from "livekit-server-sdk";
import { z } from "zod";
import type { LiveKitAddress } from "./livekit.ts";
import { SipFailure, transferFailed, transferTimedOut, TwirpError } from "./sip-failure.ts";

export const transferPath = "/twirp/livekit.SIP/TransferSIPParticipant";

export interface Transfer {
  room: string;
  identity: string;
  /** The participant's `sip.callID`. */
  callId: string;
  /** As it was asked for, such as `tel:+15555550111`. */
  to: string;
  headers: Record<string, string>;
  playDialtone: boolean;
  ringingMs: number;
}

/** Resolves when somebody answered; throws `SipFailure` when not. `signal` is aborted when the time is up. */
export type CarryOut = (transfer: Transfer, signal: AbortSignal) => Promise<void>;

const requestSchema = z.object({
  participantIdentity: z.string().min(1),
  roomName: z.string().min(1),
  transferTo: z.string().min(1),
  playDialtone: z.boolean().default(false),
  headers: z.record(z.string(), z.string()).default({}),
  /** Protobuf's JSON for a duration. */
  ringingTimeout: z
    .string()
    .regex(/^\d+(\.\d+)?s$/)
    .default("30s"),
});

/** Only JSON is taken, which is what LiveKit's library for Node sends. */
export async function serveTransfer(
  livekit: LiveKitAddress & { rooms: RoomServiceClient },
  carryOut: CarryOut,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const transfer = await read(livekit, request);
    await inRingingTime(transfer, carryOut);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  } catch (error) {
    const failure = error instanceof SipFailure ? transferFailed(error) : error;
    if (!(failure instanceof TwirpError)) throw error;
    response.writeHead(failure.status, { "content-type": "application/json" }).end(failure.body());
  }
}

/** The real server answers; only where to is put into the telephones' own terms. */
export async function forwardTransfer(
  { url }: LiveKitAddress,
  route: (to: string) => string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = z.looseObject({ transferTo: z.string() }).parse(await json(request));
  const { authorization = "" } = request.headers;
  const answer = await fetch(new URL(transferPath, url.replace("ws", "http")), {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ ...asked, transferTo: route(asked.transferTo) }),
  });
  response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
}

async function read(
  { apiKey, apiSecret, rooms }: LiveKitAddress & { rooms: RoomServiceClient },
  request: IncomingMessage,
): Promise<Transfer> {
  const parsed = requestSchema.safeParse(await json(request));
  if (!parsed.success) throw new TwirpError("invalid_argument", z.prettifyError(parsed.error));
  const { participantIdentity: identity, roomName: room, transferTo: to, ...rest } = parsed.data;
  const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
  const verified = await new TokenVerifier(apiKey, apiSecret).verify(token).catch(() => {
    throw new TwirpError("unauthenticated", "invalid token");
  });
  const allowed = verified.sip?.call === true && verified.video?.roomAdmin === true;
  if (!allowed || verified.video?.room !== room)
    throw new TwirpError("unauthenticated", "permissions denied");
  const participant = await rooms.getParticipant(room, identity).catch((error: unknown) => {
    if (error instanceof ServerError && error.status === 404)
      throw new TwirpError("not_found", "participant does not exist");
    throw error;
  });
  const callId = participant.attributes["sip.callID"];
  if (callId === undefined)
    throw new TwirpError("invalid_argument", "no SIP session associated with participant");
  const { playDialtone, headers, ringingTimeout } = rest;
  return {
    room,
    identity,
    callId,
    to,
    headers,
    playDialtone,
    ringingMs: Number.parseFloat(ringingTimeout) * 1_000,
  };
}

async function inRingingTime(transfer: Transfer, carryOut: CarryOut): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), transfer.ringingMs);
  const timedOut = new Promise<never>((_, reject) => {
    late.signal.addEventListener("abort", () => reject(transferTimedOut()));
  });
  try {
    await Promise.race([carryOut(transfer, late.signal), timedOut]);
  } finally {
    clearTimeout(timer);
  }
}
