import { ParticipantKind, RoomEvent } from "@livekit/rtc-node";
import { expect, it } from "vitest";
import { callerOf } from "#src/livekit/caller.ts";
import { agentIsHere, firstCaller } from "#src/livekit/first-caller.ts";
import { agent, fakeRoom, person } from "./fake-room.ts";

it("reads a telephone's attributes, and leaves out what is not there", () => {
  const attributes = {
    "sip.trunkPhoneNumber": "+15555550100",
    "sip.phoneNumber": "+15555550142",
    "sip.callID": "SCL_1",
    "sip.callStatus": "ringing",
  };
  expect(callerOf(person("sip_1", attributes))).toEqual({
    identity: "sip_1",
    telephone: true,
    dialled: "+15555550100",
    number: "+15555550142",
    callSid: "SCL_1",
    answered: false,
  });
  expect(callerOf(person("web", { "sip.phoneNumber": "" }, ParticipantKind.STANDARD))).toEqual({
    identity: "web",
    telephone: false,
    answered: true,
  });
});

it("finds the caller who is there, who comes, or nobody in time; an agent is no caller", async () => {
  expect((await firstCaller(fakeRoom(agent("a"), person("early")), 1000))?.identity).toBe("early");
  const room = fakeRoom();
  const coming = firstCaller(room, 5000);
  const emitter = room as unknown as { emit(event: string, participant: unknown): void };
  emitter.emit(RoomEvent.ParticipantConnected, agent("a"));
  emitter.emit(RoomEvent.ParticipantConnected, person("late"));
  expect((await coming)?.identity).toBe("late");
  expect(await firstCaller(fakeRoom(agent("a")), 10)).toBeUndefined();
});

it("knows whether another agent was faster", () => {
  expect(agentIsHere(fakeRoom(person("caller")))).toBe(false);
  expect(agentIsHere(fakeRoom(person("caller"), agent("a")))).toBe(true);
});
