/** Whether somebody who was sent has said that they come; if nobody does, the ladder is climbed, and the caller told. */
import { callSetup } from "./setup.ts";
import type { PhraseName } from "./types.ts";

const telling = (phrase: PhraseName) => ({ type: "noteNews", params: { phrase } }) as const;

/** `first` tells why: before the next is asked, who it was that does not come. */
const nobodyComes = (...first: readonly "sendDispatchDeclined"[]) =>
  [
    {
      guard: "moreToAsk",
      target: "asking",
      reenter: true,
      actions: [...first, "askNext", "sendDispatchEscalated", telling("dispatchEscalated")],
    },
    { target: "unanswered", actions: [...first, "raiseUnacknowledged"] },
  ] as const;

export const dispatch = callSetup.createStateConfig({
  description: "Whether whoever was sent has said that they come.",
  initial: "nobody",
  states: {
    nobody: {
      description: "Nobody has been sent.",
      on: { "dispatch.sent": [{ guard: "acknowledges", target: "asking" }, { target: "sent" }] },
    },
    sent: { description: "Somebody has been sent; this workspace's people do not say that they come." },
    asking: {
      description: "Somebody has been asked to come, and has not answered yet.",
      on: {
        "dispatch.acknowledged": {
          target: "acknowledged",
          actions: ["sendDispatchAcknowledged", telling("dispatchAcknowledged")],
        },
        "dispatch.declined": nobodyComes("sendDispatchDeclined"),
      },
      after: { ACKNOWLEDGE_DEADLINE: nobodyComes() },
    },
    acknowledged: { description: "Somebody has said that they come." },
    unanswered: { description: "Nobody on the ladder said that they come: the caller is put through." },
  },
});
