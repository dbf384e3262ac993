/** A LiveKit of rooms, participants and dispatches, which behaves as v1.13.5 was seen to. */
import { ServerError } from "livekit-server-sdk";
import type {
  Dispatch,
  DispatchService,
  RoomParticipant,
  RoomService,
  TransferService,
} from "#src/livekit/room-service.ts";

interface FakeRoom {
  name: string;
  sid: string;
  participants: RoomParticipant[];
  dispatches: (Dispatch & { state: { jobs: unknown[] } })[];
}

export interface FakeLiveKit {
  rooms: RoomService;
  dispatch: DispatchService;
  sip: TransferService;
  /** What was asked of it and changes something, in order. */
  calls: string[];
  /** How often it was asked for something that changes nothing. */
  looks: Record<"listRooms" | "listParticipants" | "listDispatch", number>;
  open(name: string, ...participants: RoomParticipant[]): FakeRoom;
  find(name: string): FakeRoom | undefined;
  /** Takes the next dispatches, for instance by joining the room; none is taken while undefined. */
  worker: ((room: FakeRoom, dispatch: Dispatch) => void) | undefined;
  /** Numbers that answer. */
  answering: Set<string>;
  /** Thrown by everything, or by what has this name. */
  failure: { error: Error; of?: string } | undefined;
}

export const refused = (): Error =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("to +15555550142"), { code: "ECONNREFUSED" }),
  });
export const status = (code: number): ServerError =>
  new ServerError("Error", "participant sip_+15555550123 in call-harbour", code);

export const agent = (identity: string): RoomParticipant => participant(identity, 4);
export const telephone = (identity = "sip_caller", attributes = {}): RoomParticipant =>
  participant(identity, 3, attributes);
export const browser = (identity: string): RoomParticipant => participant(identity, 0);

function participant(
  identity: string,
  kind: number,
  attributes: Record<string, string> = {},
): RoomParticipant {
  return { sid: `PA_${identity}`, identity, kind, attributes };
}

export function createFakeLiveKit(): FakeLiveKit {
  const rooms = new Map<string, FakeRoom>();
  let made = 0;

  function open(name: string, ...participants: RoomParticipant[]): FakeRoom {
    const dispatches = [{ id: "AD_first", agentName: "ema", metadata: "", state: { jobs: [{}] } }];
    const room = { name, sid: `RM_${name}`, participants, dispatches };
    rooms.set(name, room);
    return room;
  }
  /** Fails when it has to; later than the call, as everything that comes over a network. */
  async function answer(of: string): Promise<void> {
    await Promise.resolve();
    const { failure } = fake;
    if (failure !== undefined && (failure.of ?? of) === of) throw failure.error;
  }
  function inRoom(name: string, identity: string): [FakeRoom, RoomParticipant] {
    const room = rooms.get(name);
    const found = room?.participants.find((one) => one.identity === identity);
    if (room === undefined || found === undefined) throw status(404);
    return [room, found];
  }

  const fake: FakeLiveKit = {
    calls: [],
    looks: { listRooms: 0, listParticipants: 0, listDispatch: 0 },
    open,
    find: (name) => rooms.get(name),
    worker: undefined,
    answering: new Set(),
    failure: undefined,
    rooms: {
      async listRooms() {
        fake.looks.listRooms += 1;
        await answer("listRooms");
        return [...rooms].map(([name, { sid, participants }]) => ({
          sid,
          name,
          numParticipants: participants.filter(({ kind }) => kind !== 4).length,
          numPublishers: participants.length,
        }));
      },
      async listParticipants(name) {
        fake.looks.listParticipants += 1;
        await answer("listParticipants");
        return [...(rooms.get(name)?.participants ?? [])];
      },
      async removeParticipant(name, identity) {
        await answer("removeParticipant");
        const [room, found] = inRoom(name, identity);
        fake.calls.push(`remove ${identity}`);
        room.participants = room.participants.filter((one) => one !== found);
      },
      async updateParticipant(name, identity, { attributes }) {
        await answer("updateParticipant");
        const [room, found] = inRoom(name, identity);
        const updated = { ...found, attributes: { ...found.attributes, ...attributes } };
        room.participants = room.participants.map((one) => (one === found ? updated : one));
      },
      async deleteRoom(name) {
        await answer("deleteRoom");
        if (!rooms.delete(name)) throw status(404);
        fake.calls.push(`delete ${name}`);
      },
    },
    dispatch: {
      async createDispatch(name, agentName, { metadata }) {
        await answer("createDispatch");
        fake.calls.push(`dispatch ${metadata}`);
        const room = rooms.get(name) ?? open(name);
        made += 1;
        const dispatch = { id: `AD_${made}`, agentName, metadata, state: { jobs: new Array<unknown>() } };
        room.dispatches = [dispatch, ...room.dispatches];
        if (fake.worker !== undefined) {
          dispatch.state.jobs.push({});
          fake.worker(room, dispatch);
        }
        return { id: dispatch.id };
      },
      async deleteDispatch(id, name) {
        await answer("deleteDispatch");
        fake.calls.push(`take back ${id}`);
        const room = rooms.get(name);
        if (room === undefined) throw status(503);
        room.dispatches = room.dispatches.filter((one) => one.id !== id);
      },
      async listDispatch(name) {
        fake.looks.listDispatch += 1;
        await answer("listDispatch");
        const room = rooms.get(name);
        if (room === undefined) throw status(503);
        return [...room.dispatches];
      },
    },
    sip: {
      async transferSipParticipant(name, identity, to) {
        await answer("transferSipParticipant");
        const [room, found] = inRoom(name, identity);
        fake.calls.push(`transfer to ${to}, marked ${found.attributes["ema.handOver"]}`);
        if (!fake.answering.has(to)) throw status(480);
        room.participants = room.participants.filter((one) => one !== found);
      },
    },
  };
  return fake;
}
