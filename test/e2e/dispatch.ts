/** What LiveKit's trunks and dispatch rules make of a call that comes in, read from its API as livekit-sip has it. */
import { randomUUID } from "node:crypto";
import {
  RoomConfiguration,
  type SipClient,
  type SIPDispatchRuleInfo,
  type SIPInboundTrunkInfo,
} from "livekit-server-sdk";
import { SipFailure } from "./sip-failure.ts";
import { callStatus, type TelephoneParticipant } from "./telephone-participant.ts";

export interface Incoming {
  /** Users of the To and From addresses. */
  dialled: string;
  number: string;
  /** The caller's telephone. */
  address: string;
  sipCallId: string;
}

/** Throws `SipFailure` for a call that no trunk or no rule takes. */
export async function dispatch(sip: SipClient, incoming: Incoming): Promise<TelephoneParticipant> {
  const trunk = (await sip.listSipInboundTrunk()).find((each) => takes(each, incoming));
  const rules = await sip.listSipDispatchRule();
  const rule =
    rules.find(({ trunkIds }) => trunk !== undefined && trunkIds.includes(trunk.sipTrunkId)) ??
    rules.find(({ trunkIds }) => trunkIds.length === 0);
  if (rule === undefined) throw new SipFailure(404, "Does not match Trunks or Dispatch Rules");
  return {
    roomName: roomName(rule, incoming),
    identity: `sip_${incoming.number}`,
    attributes: {
      ...rule.attributes,
      "sip.callID": `SCL_${randomUUID().slice(0, 12)}`,
      "sip.callIDFull": incoming.sipCallId,
      "sip.trunkID": trunk?.sipTrunkId ?? "",
      "sip.ruleID": rule.sipDispatchRuleId,
      ...(rule.hidePhoneNumber ? {} : numbers(incoming)),
      ...callStatus("ringing"),
    },
    roomConfig: rule.roomConfig ?? new RoomConfiguration(),
  };
}

const numbers = ({ number, dialled, address }: Incoming): Record<string, string> => ({
  "sip.phoneNumber": number,
  "sip.trunkPhoneNumber": dialled,
  "sip.hostname": address,
});

/** Addresses are compared whole; a trunk with a password is refused, since the bridge asks for none. */
function takes(trunk: SIPInboundTrunkInfo, { dialled, number, address }: Incoming): boolean {
  const allows = (list: readonly string[], value: string): boolean =>
    list.length === 0 || list.includes(value);
  return (
    trunk.authUsername === "" &&
    allows(trunk.numbers, dialled) &&
    allows(trunk.allowedNumbers, number) &&
    allows(trunk.allowedAddresses, address)
  );
}

function roomName({ rule }: SIPDispatchRuleInfo, { dialled, number }: Incoming): string {
  const chosen = rule?.rule;
  const parts = (...all: (string | false)[]): string => all.filter(Boolean).join("_");
  const random = randomUUID().slice(0, 12);
  switch (chosen?.case) {
    case "dispatchRuleIndividual":
      return parts(chosen.value.roomPrefix, number, random);
    case "dispatchRuleCallee":
      return parts(chosen.value.roomPrefix, dialled, chosen.value.randomize && random);
    case "dispatchRuleDirect":
      return chosen.value.roomName;
    case undefined:
      throw new SipFailure(404, "Does not match Trunks or Dispatch Rules");
  }
}
