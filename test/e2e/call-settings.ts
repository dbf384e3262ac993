/** Who calls whom, and how it sounds. */
import { randomUUID } from "node:crypto";
import { RoomAgentDispatch, RoomConfiguration } from "livekit-server-sdk";
import type { Voice } from "#src/local/voices.ts";
import type { LiveKitAddress } from "./livekit.ts";
import { callStatus, type TelephoneParticipant } from "./telephone-participant.ts";

/** Can be sent to another process: there are no functions in it. */
export interface CallSettings {
  livekit: LiveKitAddress;
  /** E.164. */
  dialled: string;
  /** E.164; a caller without one withholds it. */
  number?: string;
  /** A name of its own when it is left out. */
  room?: string;
  agentName?: string;
  /** Added to those of a SIP participant, or put in their place. */
  attributes?: Record<string, string>;
  /** Sounds as over a telephone network: 8 kHz, µ-law. */
  telephone?: boolean;
  sampleRate?: 16_000 | 48_000;
  dtx?: boolean;
  voice?: Voice;
  /** The same seed gives the same noise and coughs. */
  seed?: number;
}

/** What an individual dispatch rule with the prefix `call-` makes of a call. */
export function participantOf(settings: CallSettings): TelephoneParticipant {
  const { dialled, number = "anonymous", agentName = "ema" } = settings;
  return {
    roomName: settings.room ?? `call-_${number}_${randomUUID().slice(0, 12)}`,
    identity: `sip_${number}`,
    attributes: {
      "sip.callID": `SCL_${randomUUID().slice(0, 12)}`,
      "sip.phoneNumber": number,
      "sip.trunkPhoneNumber": dialled,
      ...callStatus("ringing"),
      ...settings.attributes,
    },
    roomConfig: roomConfig(agentName),
  };
}

/** As the project's dispatch rule has it. */
const roomConfig = (agentName: string): RoomConfiguration =>
  new RoomConfiguration({
    agents: [new RoomAgentDispatch({ agentName })],
    emptyTimeout: 30,
    departureTimeout: 5,
  });
