/** A room as far as the call looks into it; what happens there is emitted by hand. */
import { EventEmitter } from "node:events";
import { ParticipantKind, type RemoteParticipant, type Room } from "@livekit/rtc-node";

export const person = (
  identity: string,
  attributes: Record<string, string> = {},
  kind = ParticipantKind.SIP,
) => ({ identity, attributes, info: { kind }, trackPublications: new Map() }) as unknown as RemoteParticipant;

export const agent = (identity: string) => person(identity, {}, ParticipantKind.AGENT);

export function fakeRoom(...people: RemoteParticipant[]): Room {
  const remoteParticipants = new Map(people.map((one) => [one.identity, one]));
  return Object.assign(new EventEmitter(), { remoteParticipants, isConnected: true }) as unknown as Room;
}
