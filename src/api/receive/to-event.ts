/** Bodies of either generation as one kind of event. */
import { createHmac } from "node:crypto";
import type { NewBody, OldBody } from "./read-body.ts";
import type { Data, ReceivedEvent } from "./received-event.ts";

export function eventOfNew(body: NewBody, receivedAt: Date): ReceivedEvent {
  return {
    id: body.id,
    workspaceId: body.workspace_id,
    sessionId: body.session_id,
    callSid: body.call_sid ?? null,
    sequence: body.sequence,
    type: body.event_type,
    happenedAt: new Date(body.timestamp),
    receivedAt,
    data: body.data,
  };
}

export interface OldSender {
  workspaceId: string;
  receivedAt: Date;
  /** The id is made with it. */
  secret: string;
}

/**
 * The id is made from all that was sent, so that what is sent again is known again. It is keyed: a plain hash, kept beside
 * redacted words, would let anybody try which words they were.
 */
export function eventOfOld(body: OldBody, { workspaceId, receivedAt, secret }: OldSender): ReceivedEvent {
  const { event_type, session_id, timestamp, data } = body;
  const content = JSON.stringify([event_type, session_id, timestamp, sortedEntries(data)]);
  return {
    id: `old:${createHmac("sha256", secret).update(content).digest("hex")}`,
    workspaceId,
    sessionId: session_id,
    callSid: body.call_sid ?? null,
    sequence: null,
    type: event_type,
    happenedAt: new Date(timestamp),
    receivedAt,
    data,
  };
}

const sortedEntries = (data: Data): [string, unknown][] =>
  Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
