/** Joining a room as livekit-sip joins it for somebody who calls by telephone. */

import type { Room } from "@livekit/rtc-node";
import { AccessToken, type RoomConfiguration } from "livekit-server-sdk";
import type { LiveKitAddress } from "./livekit.ts";

export interface TelephoneParticipant {
  roomName: string;
  identity: string;
  attributes: Record<string, string>;
  /** As the dispatch rule has it: with it the room is made, and the agent called. */
  roomConfig: RoomConfiguration;
}

/** `sip.callStatus`, as livekit-sip sets it for a call that comes in. */
export type CallStatus = "ringing" | "active" | "hangup";

export const callStatus = (status: CallStatus): Record<string, string> => ({ "sip.callStatus": status });

export async function join(
  room: Room,
  { url, apiKey, apiSecret }: LiveKitAddress,
  { roomName, identity, attributes, roomConfig }: TelephoneParticipant,
): Promise<void> {
  const token = new AccessToken(apiKey, apiSecret, { identity, name: identity, attributes, ttl: "2h" });
  token.addGrant({ roomJoin: true, room: roomName, canUpdateOwnMetadata: true });
  token.kind = "sip";
  token.roomConfig = roomConfig;
  await room.connect(url, await token.toJwt(), { autoSubscribe: true, dynacast: false });
}

const digits = Array.from("0123456789*#ABCD");

/** RFC 4733's event code of a key. Throws an `Error` for what is on no telephone. */
export function dtmfCode(digit: string): number {
  const code = digits.indexOf(digit);
  if (code === -1) throw new Error(`There is no key '${digit}'; press one of ${digits.join(" ")}.`);
  return code;
}

/** The key of an event code of RFC 4733; undefined for what is not a key. */
export function dtmfDigit(code: number): string | undefined {
  return digits[code];
}
