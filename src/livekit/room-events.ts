/** What happens in the room, as events of the call's chart. */
import {
  DisconnectReason,
  type Participant,
  type RemoteParticipant,
  type Room,
  RoomEvent,
  TrackKind,
  type TrackPublication,
} from "@livekit/rtc-node";
import type { CallEvent } from "#machines/call/types.ts";
import { callerOf, hasHungUp, isAnswered } from "./caller.ts";
import { dispatchAnswer, dispatchTopic } from "./dispatch-answers.ts";

/**
 * Tells the chart of everything that concerns the caller, and of our own way into the room: answered, hung up, keys, hold
 * (the caller's track is muted), a connection that breaks and is mended, whether somebody who was sent says that they come. Other participants are nobody's business here.
 */
export function tellRoomEvents(
  room: Room,
  callerIdentity: string,
  now: () => number,
  send: (event: CallEvent) => void,
): void {
  const isCaller = (participant: Participant | undefined): boolean =>
    participant?.identity === callerIdentity;
  const hungUp = (by: "caller" | "network"): void => send({ type: "call.hungUp", by });
  const answered = (): void => send({ type: "call.answered", at: now() });

  room.on(RoomEvent.ParticipantAttributesChanged, (changed: Record<string, string>, participant) => {
    if (!isCaller(participant)) return;
    if (hasHungUp(changed)) hungUp("caller");
    else if ("sip.callStatus" in changed && isAnswered(changed)) answered();
  });
  room.on(RoomEvent.ParticipantDisconnected, (participant) => {
    if (!isCaller(participant)) return;
    hungUp(participant.disconnectReason === DisconnectReason.CLIENT_INITIATED ? "caller" : "network");
  });
  room.on(RoomEvent.DtmfReceived, (_code: number, digit: string, participant: RemoteParticipant) => {
    if (isCaller(participant)) send({ type: "dtmf.pressed", digit });
  });
  room.on(RoomEvent.DataReceived, (payload, participant, _kind, topic) => {
    const answer = participant === undefined && topic === dispatchTopic ? dispatchAnswer(payload) : undefined;
    if (answer !== undefined) send(answer);
  });
  const held =
    (type: "hold.started" | "hold.ended") => (track: TrackPublication, participant: Participant) => {
      if (isCaller(participant) && track.kind === TrackKind.KIND_AUDIO) send({ type });
    };
  room.on(RoomEvent.TrackMuted, held("hold.started"));
  room.on(RoomEvent.TrackUnmuted, held("hold.ended"));
  room.on(RoomEvent.Reconnecting, () => send({ type: "line.broken" }));
  room.on(RoomEvent.Reconnected, () => send({ type: "line.mended" }));
  room.on(RoomEvent.Disconnected, () => hungUp("network"));

  const caller = room.remoteParticipants.get(callerIdentity);
  if (!room.isConnected || caller === undefined) hungUp("network");
  else if (callerOf(caller).answered) answered();
}
