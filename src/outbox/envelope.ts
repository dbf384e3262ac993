import { randomUUID } from "node:crypto";
import type { ToldEvent } from "./contract.ts";
import type { NewEvent } from "./queue.ts";

export interface CallIdentity {
  /** The room's name. */
  sessionId: string;
  /** The SIP call id. */
  callSid?: string;
  workspaceId: string;
}

/**
 * Puts the event into its envelope. The data is made JSON now, so that what is written later is what was told.
 *
 * @throws TypeError when the data is not JSON: a cycle, a bigint.
 */
export function seal(call: CallIdentity, event: ToldEvent, now: number): NewEvent {
  const id = randomUUID();
  const data = JSON.stringify(event.data);
  const timestamp = new Date(now).toISOString();
  return {
    id,
    sessionId: call.sessionId,
    workspaceId: call.workspaceId,
    eventType: event.event_type,
    body(sequence) {
      const envelope = JSON.stringify({
        event_type: event.event_type,
        id,
        sequence,
        workspace_id: call.workspaceId,
        session_id: call.sessionId,
        ...(call.callSid !== undefined && { call_sid: call.callSid }),
        timestamp,
      });
      return `${envelope.slice(0, -1)},"data":${data}}`;
    },
  };
}
