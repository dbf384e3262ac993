import { DisconnectReason, RoomEvent, TrackKind } from "@livekit/rtc-node";
import { describe, expect, it } from "vitest";
import type { CallEvent } from "#machines/call/types.ts";
import { tellRoomEvents } from "#src/livekit/room-events.ts";
import { agent, fakeRoom, person } from "./fake-room.ts";

const other = person("somebody");

function listening(attributes: Record<string, string> = {}) {
  const caller = person("caller", attributes);
  const room = fakeRoom(caller, other);
  const told: CallEvent[] = [];
  tellRoomEvents(
    room,
    "caller",
    () => 7,
    (event) => told.push(event),
  );
  const happens = (event: RoomEvent, ...details: unknown[]) => {
    told.length = 0;
    (room as unknown as { emit(event: string, ...details: unknown[]): void }).emit(event, ...details);
    return told;
  };
  return { caller, told, happens };
}

describe("a telephone", () => {
  it("that is connected already has been answered, and so has whoever is no telephone", () => {
    const answered = [{ type: "call.answered", at: 7 }];
    expect(listening({ "sip.callStatus": "active" }).told).toEqual(answered);
    expect(listening().told).toEqual(answered);
  });

  it("is answered when its status says so, and not while it rings", () => {
    const { caller, told, happens } = listening({ "sip.callStatus": "ringing" });
    expect(told).toEqual([]);
    const changed = { "sip.callStatus": "active" };
    expect(happens(RoomEvent.ParticipantAttributesChanged, changed, caller)).toEqual([
      { type: "call.answered", at: 7 },
    ]);
    expect(happens(RoomEvent.ParticipantAttributesChanged, { mood: "calm" }, caller)).toEqual([]);
    expect(happens(RoomEvent.ParticipantAttributesChanged, changed, other)).toEqual([]);
  });

  it("hangs up by its status, by leaving, or by being lost", () => {
    const { caller, happens } = listening();
    const leaves = (disconnectReason: DisconnectReason) =>
      happens(RoomEvent.ParticipantDisconnected, Object.assign(caller, { disconnectReason }));
    const byCaller = [{ type: "call.hungUp", by: "caller" }];
    const byNetwork = [{ type: "call.hungUp", by: "network" }];
    expect(happens(RoomEvent.ParticipantAttributesChanged, { "sip.callStatus": "hangup" }, caller)).toEqual(
      byCaller,
    );
    expect(leaves(DisconnectReason.CLIENT_INITIATED)).toEqual(byCaller);
    expect(leaves(DisconnectReason.CONNECTION_TIMEOUT)).toEqual(byNetwork);
    expect(happens(RoomEvent.Disconnected, DisconnectReason.ROOM_DELETED)).toEqual(byNetwork);
    expect(happens(RoomEvent.ParticipantDisconnected, other)).toEqual([]);
  });

  it("presses keys, and puts us on hold by muting its sound", () => {
    const { caller, happens } = listening();
    expect(happens(RoomEvent.DtmfReceived, 0, "0", caller)).toEqual([{ type: "dtmf.pressed", digit: "0" }]);
    expect(happens(RoomEvent.DtmfReceived, 0, "0", other)).toEqual([]);
    const sound = { kind: TrackKind.KIND_AUDIO };
    expect(happens(RoomEvent.TrackMuted, sound, caller)).toEqual([{ type: "hold.started" }]);
    expect(happens(RoomEvent.TrackUnmuted, sound, caller)).toEqual([{ type: "hold.ended" }]);
    expect(happens(RoomEvent.TrackMuted, { kind: TrackKind.KIND_VIDEO }, caller)).toEqual([]);
    expect(happens(RoomEvent.TrackMuted, sound, other)).toEqual([]);
  });
});

it("tells what the server says of a dispatch, and of nothing else that is sent into the room", () => {
  const { caller, happens } = listening();
  const says = (text: string, from?: unknown, topic = "ema.dispatch") =>
    happens(RoomEvent.DataReceived, Buffer.from(text), from, undefined, topic);
  expect(says('{"state":"acknowledged"}')).toEqual([{ type: "dispatch.acknowledged" }]);
  expect(says('{"state":"declined"}')).toEqual([{ type: "dispatch.declined" }]);
  for (const strange of ['{"state":"perhaps"}', "null", "[]", "acknowledged", ""])
    expect(says(strange)).toEqual([]);
  expect(says('{"state":"acknowledged"}', caller)).toEqual([]);
  expect(says('{"state":"acknowledged"}', undefined, "chat")).toEqual([]);
});

it("tells of our own way into the room", () => {
  const { happens } = listening();
  expect(happens(RoomEvent.Reconnecting)).toEqual([{ type: "line.broken" }]);
  expect(happens(RoomEvent.Reconnected)).toEqual([{ type: "line.mended" }]);
});

it("knows of a caller who left before anybody listened", () => {
  const told: CallEvent[] = [];
  tellRoomEvents(
    fakeRoom(agent("agent")),
    "caller",
    () => 0,
    (event) => told.push(event),
  );
  expect(told).toEqual([{ type: "call.hungUp", by: "network" }]);
});
