/** Who calls, and whom: what the telephone told LiveKit of a participant. */
import { type Participant, ParticipantKind } from "@livekit/rtc-node";

export interface Caller {
  identity: string;
  /** On a telephone, which can be put through to another number. */
  telephone: boolean;
  /** As the trunk wrote it; absent when the participant bears none. */
  dialled?: string;
  /** As the trunk wrote it; absent or a word such as `anonymous` when withheld. */
  number?: string;
  /** The SIP call id. */
  callSid?: string;
  /** False while the telephone still rings. */
  answered: boolean;
}

const telephoneStatus = "sip.callStatus";

export const isAgent = (participant: Participant): boolean => participant.info.kind === ParticipantKind.AGENT;

export function callerOf(participant: Participant): Caller {
  const { identity, attributes, info } = participant;
  const of = (name: string): string | undefined => attributes[name] || undefined;
  const dialled = of("sip.trunkPhoneNumber");
  const number = of("sip.phoneNumber");
  const callSid = of("sip.callID");
  return {
    identity,
    telephone: info.kind === ParticipantKind.SIP,
    ...(dialled === undefined ? {} : { dialled }),
    ...(number === undefined ? {} : { number }),
    ...(callSid === undefined ? {} : { callSid }),
    answered: isAnswered(attributes),
  };
}

/** A participant without a status is no telephone, and is there when it is there. */
export const isAnswered = (attributes: Record<string, string>): boolean =>
  [undefined, "", "active", "automation"].includes(attributes[telephoneStatus]);

export const hasHungUp = (attributes: Record<string, string>): boolean =>
  attributes[telephoneStatus] === "hangup";
