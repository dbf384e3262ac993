/** The little of LiveKit's server API that looking after rooms needs; the clients of `livekit-server-sdk` fit it. */
import { ServerError, SipCallError } from "livekit-server-sdk";

/** `RoomServiceClient`. What it counts is up to five seconds old; participants are listed as they are. */
export interface RoomService {
  listRooms(): Promise<readonly RoomCounts[]>;
  /** Nobody when there is no such room. */
  listParticipants(room: string): Promise<readonly RoomParticipant[]>;
  removeParticipant(room: string, identity: string): Promise<void>;
  updateParticipant(
    room: string,
    identity: string,
    options: { attributes: Record<string, string> },
  ): Promise<unknown>;
  deleteRoom(room: string): Promise<void>;
}

/** `AgentDispatchClient`. */
export interface DispatchService {
  /** Creates the room when there is none. Succeeds whether or not a worker is there to take the job. */
  createDispatch(room: string, agentName: string, options: { metadata: string }): Promise<{ id: string }>;
  deleteDispatch(id: string, room: string): Promise<void>;
  /** In any order; fails after three seconds when there is no such room. */
  listDispatch(room: string): Promise<readonly Dispatch[]>;
}

/** `SipClient`. */
export interface TransferService {
  /** Resolves when `to`, such as `tel:+15555550142`, has answered. Rings and times out after seconds. */
  transferSipParticipant(
    room: string,
    identity: string,
    to: string,
    options: { playDialtone: boolean; ringingTimeout: number; timeout: number },
  ): Promise<void>;
}

export interface RoomCounts {
  sid: string;
  name: string;
  /** Without agents. */
  numParticipants: number;
  /** Agents as well. */
  numPublishers: number;
}

export interface RoomParticipant {
  sid: string;
  identity: string;
  kind: number;
  attributes: Readonly<Record<string, string>>;
}

export interface Dispatch {
  id: string;
  agentName: string;
  metadata: string;
  /**
   * Jobs that a worker took. Their status is not told here, because it says nothing: a job whose process was killed stays
   * "running" for as long as there is the room.
   */
  state?: { jobs: readonly unknown[] };
}

/** `ParticipantInfo.Kind` of LiveKit's protocol. */
const kinds = { ingress: 1, egress: 2, sip: 3, agent: 4 } as const;

export const isAgentKind = ({ kind }: RoomParticipant): boolean => kind === kinds.agent;

/** Can be put through to a telephone number. */
export const isTelephone = ({ kind }: RoomParticipant): boolean => kind === kinds.sip;

/** Somebody who can hear: no agent, no recorder, and no telephone that has hung up. */
export const isPerson = ({ kind, attributes }: RoomParticipant): boolean =>
  kind !== kinds.agent &&
  kind !== kinds.egress &&
  kind !== kinds.ingress &&
  attributes["sip.callStatus"] !== "hangup";

export const isNotFound = (error: unknown): boolean => error instanceof ServerError && error.status === 404;

/** LiveKit was not reached, or not the part of it that was asked for: the same may work in a moment. */
export function isAway(error: unknown): boolean {
  if (error instanceof SipCallError) return false;
  if (error instanceof ServerError) return error.status === 503;
  return error instanceof TypeError;
}

/** Why a call of the API failed, without LiveKit's own words: those may name people and numbers. */
export function reasonOf(error: unknown): string {
  if (error instanceof SipCallError && error.sipStatusCode !== undefined)
    return `SIP status ${error.sipStatusCode}`;
  if (error instanceof ServerError) return `status ${error.status}`;
  if (!(error instanceof Error)) return "unknown error";
  if (error.name === "TimeoutError") return "no answer in time";
  const { cause } = error;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : error.name;
}
