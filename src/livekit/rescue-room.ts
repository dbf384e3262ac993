/** The room of a caller whose agent's process has died. */
import type { Clock } from "./rescue-clock.ts";
import { GaveUp, persist } from "./rescue-waiting.ts";
import {
  type DispatchService,
  isAgentKind,
  isNotFound,
  isPerson,
  reasonOf,
  type RoomParticipant,
  type RoomService,
  type TransferService,
} from "./room-service.ts";
import type { RunningCall } from "./running-calls-record.ts";

export interface RescuePorts {
  rooms: RoomService;
  dispatch: DispatchService;
  sip: TransferService;
  agentName: string;
  /** How long a new agent may take to come. One that is free needs well under a second. */
  takeOverMs: number;
  clock: Clock;
  onProblem: (reason: string) => void;
}

export interface DeadCall {
  call: RunningCall;
  /** Every agent of this room that is known to be dead: LiveKit lists them for some twenty seconds more. */
  deadAgents: readonly string[];
  /** Whether another job of this machine has recorded the room's call. */
  isTakenOver: () => boolean;
}

export interface Scene {
  caller: RoomParticipant | undefined;
  /** An agent that is not known to be dead. */
  otherAgent: boolean;
}

/** How long to go on when LiveKit does not answer. */
export const patienceMs = 60_000;

export async function lookInto({ call, deadAgents }: DeadCall, rooms: RoomService): Promise<Scene> {
  const participants = await rooms.listParticipants(call.room);
  const people = participants.filter(isPerson);
  return {
    caller: people.find(({ identity }) => identity === call.callerIdentity) ?? people[0],
    otherAgent: participants.some((one) => isAgentKind(one) && !deadAgents.includes(one.identity)),
  };
}

/** Deletes the call's room, unless an agent is in it that is not known to be dead. */
export async function closeRoom(dead: DeadCall, ports: RescuePorts, signal: AbortSignal): Promise<void> {
  const { jobId, room } = dead.call;
  async function close(): Promise<void> {
    if ((await lookInto(dead, ports.rooms)).otherAgent) return;
    await ports.rooms.deleteRoom(room).catch(unlessNotFound);
  }
  const until = ports.clock.now() + patienceMs;
  try {
    await persistently(`${jobId}: its room cannot be closed`, close, ports, { signal, until });
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
  }
}

/** Tries until it works; throws `GaveUp` when it does not until then (milliseconds since the epoch). */
export function persistently<Result>(
  what: string,
  work: () => Promise<Result>,
  { clock, onProblem }: RescuePorts,
  { signal, until }: { signal: AbortSignal; until: number },
): Promise<Result> {
  const onFailure = (error: unknown, isLast: boolean): void =>
    onProblem(`${what}, ${reasonOf(error)}, ${isLast ? "given up" : "tried again"}`);
  return persist(work, { clock, signal, until, onFailure });
}

export function unlessNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
