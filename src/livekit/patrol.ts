/**
 * Finds callers that no process on this machine knows of: the machine of their agent died, or no worker was there, or none
 * was free, when they came. LiveKit dispatches once, and then never again.
 *
 * A room is ours when our agent was dispatched to it, by the telephone's rule, a token or hand; its name says nothing. What
 * is looked at is who is in it. The status of its jobs would not do: killed ones stay "running".
 *
 * Every worker patrols. Rounds are not in step, the dispatches are read just before one is made, and a new one counts as a
 * change that has to grow old again: so the second patrol leaves the room alone. If two still come through in the few
 * milliseconds between, two jobs come, and the one that finds an agent in the room leaves.
 */
import { type Clock, systemClock } from "./rescue-clock.ts";
import { resumedDispatch } from "./rescue-metadata.ts";
import {
  type DispatchService,
  isNotFound,
  reasonOf,
  type RoomCounts,
  type RoomService,
} from "./room-service.ts";
import { type Sighting, Sightings, sightingOf, whoIsAlone } from "./patrol-sightings.ts";

export interface PatrolOptions {
  rooms: RoomService;
  dispatch: DispatchService;
  agentName: string;
  /** One call of LiveKit's API a round, and one or two more for each room that looks odd. 10 s by default. */
  everyMs?: number;
  /** How long a room has to look the same, in at least two rounds. 8 s by default: an agent that comes is quicker. */
  graceMs?: number;
  /** One sentence, without names and numbers of people. */
  onProblem: (reason: string) => void;
  onFound: (found: FoundRoom) => void;
  clock?: Clock;
  /** In [0, 1), for the jitter. */
  random?: () => number;
}

/**
 * `callerAlone`: a new agent was sent. `callerGivenUp`: as many agents as that were sent, came and were lost; the room was
 * closed, because a caller who hears the line drop calls again. `agentAlone`: the caller has left, the room was closed.
 */
export interface FoundRoom {
  roomSid: string;
  what: "callerAlone" | "callerGivenUp" | "agentAlone";
}

export interface Patrol {
  /** Looks now; resolves when what was found is done with. */
  round(): Promise<void>;
  /** Stops; what a round has begun to do for one room is still done. */
  close(): void;
}

const maxLost = 3;

export function startPatrol(options: PatrolOptions): Patrol {
  const { rooms, dispatch, agentName, onProblem } = options;
  const { everyMs = 10_000, graceMs = 8_000, clock = systemClock, random = Math.random } = options;
  const sightings = new Sightings();
  /** Rooms that somebody was in: an agent by itself in another room waits for its caller. */
  let entered = new Set<string>();
  /** Rooms that could not be looked after, and why: a room that a crashed LiveKit left in its list stays there. */
  const failing = new Map<string, string>();
  let isClosed = false;
  let isLooking = false;
  let lastComplaint = "";
  let cancelTimer = (): void => undefined;

  /** Resolves with the milliseconds after which a room that was seen now may be old enough. */
  async function round(): Promise<number> {
    const list = await rooms.listRooms();
    const sids = new Set(list.map(({ sid }) => sid));
    const peopled = list.filter(({ numParticipants }) => numParticipants > 0).map(({ sid }) => sid);
    entered = new Set([...entered, ...peopled].filter((sid) => sids.has(sid)));
    sightings.keep(sids);
    for (const { sid } of list.filter((room) => !mayBeAlone(room))) sightings.forget(sid);
    for (const sid of failing.keys()) if (!sids.has(sid)) failing.delete(sid);
    // Beside each other: a room that its server has lost takes three seconds to say so.
    return Math.min(everyMs, ...(await Promise.all(list.filter(mayBeAlone).map((room) => visit(room)))));
  }

  async function visit(room: RoomCounts): Promise<number> {
    try {
      const nextMs = await look(room);
      failing.delete(room.sid);
      return nextMs;
    } catch (error) {
      const reason = reasonOf(error);
      if (!isNotFound(error) && failing.get(room.sid) !== reason)
        onProblem(`patrol: room ${room.sid} cannot be looked after, ${reason}`);
      failing.set(room.sid, reason);
      return everyMs;
    }
  }

  async function look(room: RoomCounts): Promise<number> {
    const sighting = await lookInto(room);
    if (sighting === undefined) {
      sightings.forget(room.sid);
      return everyMs;
    }
    const ageMs = sightings.note(room.sid, sighting, clock.now());
    if (ageMs < sighting.graceMs) return sighting.graceMs - ageMs;
    if (!isClosed) await act(room, sighting);
    return everyMs;
  }

  async function lookInto({ sid, name }: RoomCounts): Promise<Sighting | undefined> {
    const participants = await rooms.listParticipants(name);
    const who = whoIsAlone(participants);
    if (who === undefined || (who === "agentAlone" && !entered.has(sid))) return undefined;
    const ours = (await dispatch.listDispatch(name)).filter((one) => one.agentName === agentName);
    return ours.length === 0 ? undefined : sightingOf(who, participants, ours, graceMs);
  }

  async function act({ sid: roomSid, name }: RoomCounts, { who, lost }: Sighting): Promise<void> {
    const what = who === "callerAlone" && lost >= maxLost ? "callerGivenUp" : who;
    if (what === "callerAlone")
      await dispatch.createDispatch(name, agentName, { metadata: resumedDispatch({ told: false }) });
    else await rooms.deleteRoom(name);
    options.onFound({ roomSid, what });
  }

  /** Rounds do not overlap. */
  async function lookAround(): Promise<number> {
    if (isLooking) return everyMs;
    isLooking = true;
    try {
      const nextMs = await round();
      lastComplaint = "";
      return nextMs;
    } catch (error) {
      const complaint = `patrol: the rooms cannot be listed, ${reasonOf(error)}`;
      if (complaint !== lastComplaint) onProblem(complaint);
      lastComplaint = complaint;
      return everyMs;
    } finally {
      isLooking = false;
    }
  }

  async function goOn(): Promise<void> {
    const nextMs = await lookAround();
    if (!isClosed) cancelTimer = clock.after(nextMs + (random() * everyMs) / 10, () => void goOn());
  }

  cancelTimer = clock.after((random() * everyMs) / 10, () => void goOn());
  return {
    round: async () => void (await lookAround()),
    close() {
      isClosed = true;
      cancelTimer();
    },
  };
}

/** A caller who is with their agent has two publishers beside them: such rooms cost no call of their own. */
function mayBeAlone({ numParticipants, numPublishers }: RoomCounts): boolean {
  return numParticipants <= 1 && numPublishers <= 1 && numParticipants + numPublishers > 0;
}
