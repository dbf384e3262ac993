/** What a round of the patrol sees of a room, and since when it looks the same. */
import { handOverAttribute, longestRungMs } from "./rescue-hand-over.ts";
import { readDispatchMetadata } from "./rescue-metadata.ts";
import { type Dispatch, isAgentKind, isPerson, type RoomParticipant } from "./room-service.ts";

export interface Sighting {
  who: "callerAlone" | "agentAlone";
  /** How long the room has to look like this before something is done about it. */
  graceMs: number;
  /** Agents that were sent here by a rescue or a patrol and came, and are gone again. */
  lost: number;
  /** Equal in two rounds when nothing has changed. */
  picture: string;
}

/** Longer than a rescue waits for the agent that it has sent. */
const afterDispatchMs = 15_000;

/** Who is by themselves in the room, if anybody is. */
export function whoIsAlone(participants: readonly RoomParticipant[]): Sighting["who"] | undefined {
  const agents = participants.filter(isAgentKind).length;
  const people = participants.filter(isPerson).length;
  if (people === 1 && agents === 0) return "callerAlone";
  return people === 0 && agents > 0 ? "agentAlone" : undefined;
}

/** `dispatches`: those of our agent. */
export function sightingOf(
  who: Sighting["who"],
  participants: readonly RoomParticipant[],
  dispatches: readonly Dispatch[],
  graceMs: number,
): Sighting {
  const marks = participants.map(({ attributes }) => attributes[handOverAttribute] ?? "").filter(Boolean);
  const resumed = dispatches.filter(({ metadata }) => readDispatchMetadata(metadata).resumed);
  return {
    who,
    graceMs: Math.max(
      graceMs,
      marks.length > 0 ? longestRungMs : 0,
      who === "callerAlone" && resumed.length > 0 ? afterDispatchMs : 0,
    ),
    lost: resumed.filter(({ state }) => (state?.jobs.length ?? 0) > 0).length,
    picture: [
      who,
      ...participants.map(({ sid }) => sid).sort(),
      ...dispatches.map(({ id }) => id).sort(),
      ...marks,
    ].join(" "),
  };
}

/** Remembers rooms from round to round. */
export class Sightings {
  readonly #since = new Map<string, { picture: string; at: number }>();

  /** Milliseconds for which the room has looked like this. */
  note(room: string, { picture }: Sighting, now: number): number {
    const known = this.#since.get(room);
    if (known?.picture === picture) return now - known.at;
    this.#since.set(room, { picture, at: now });
    return 0;
  }

  forget(room: string): void {
    this.#since.delete(room);
  }

  /** Forgets every room but these. */
  keep(rooms: ReadonlySet<string>): void {
    for (const room of this.#since.keys()) if (!rooms.has(room)) this.#since.delete(room);
  }
}
