/** What the EMA API tells of a dispatch while the call goes on: a data message from the server into the call's room. */
import type { CallEvent } from "#machines/call/types.ts";

/** Nobody in the room can send such a message: it has to come from the server, without a participant. */
export const dispatchTopic = "ema.dispatch";

/** `{"state": "acknowledged"}` or `{"state": "declined"}`; undefined for anything else. */
export function dispatchAnswer(payload: Uint8Array): CallEvent | undefined {
  switch (stateIn(Buffer.from(payload).toString("utf8"))) {
    case "acknowledged":
      return { type: "dispatch.acknowledged" };
    case "declined":
      return { type: "dispatch.declined" };
    default:
      return undefined;
  }
}

function stateIn(text: string): unknown {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null && "state" in message ? message.state : undefined;
  } catch {
    return undefined;
  }
}
