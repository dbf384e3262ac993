/** Finds the caller in a room that the agent has just joined. */
import { type RemoteParticipant, type Room, RoomEvent } from "@livekit/rtc-node";
import { isAgent } from "./caller.ts";

/** The first participant that is no agent, here already or still to come; undefined when nobody comes in time. */
export function firstCaller(room: Room, timeoutMs: number): Promise<RemoteParticipant | undefined> {
  return new Promise((resolve) => {
    const found = (participant?: RemoteParticipant): void => {
      if (participant !== undefined && isAgent(participant)) return;
      clearTimeout(timer);
      room.off(RoomEvent.ParticipantConnected, found);
      resolve(participant);
    };
    const timer = setTimeout(found, timeoutMs);
    room.on(RoomEvent.ParticipantConnected, found);
    const here = [...room.remoteParticipants.values()].find((participant) => !isAgent(participant));
    if (here !== undefined) found(here);
  });
}

/**
 * Whether another agent has this call already; asked as soon as the room is joined. Two workers may find the same caller
 * alone, and the room tells the one that joins second of the one that joined first.
 */
export const agentIsHere = (room: Room): boolean => [...room.remoteParticipants.values()].some(isAgent);
