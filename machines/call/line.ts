/** The telephone itself: connected, on hold, broken, or on its way to a human. */
import { callSetup } from "./setup.ts";

const nobodyAnswers = [
  {
    guard: "moreOnLadder",
    target: "connected",
    actions: ["sendTransferFailed", "climbLadder", "raiseTransferNext"],
  },
  { target: "connected", actions: ["sendTransferFailed", "resetLadder", "raiseTransferFailed"] },
] as const;

/** An instruction that was said meanwhile was not heard: it is said again. */
const heardAgain = [
  { guard: "somethingOwed", target: "connected", actions: "raiseSafetyOwed" },
  { target: "connected" },
] as const;

export const line = callSetup.createStateConfig({
  description: "The telephone itself.",
  initial: "connected",
  states: {
    connected: {
      description: "The caller is with us.",
      on: {
        "hold.started": "onHold",
        "dtmf.pressed": { guard: "pressedZero", actions: "raiseTransferRequested" },
        "transfer.told": "transferring",
        "line.broken": "broken",
      },
    },
    onHold: {
      description: "The caller has put us on hold.",
      entry: "noteOnHold",
      exit: "noteOffHold",
      on: {
        "hold.ended": [...heardAgain],
        "transfer.told": "transferring",
        "line.broken": "broken",
      },
    },
    broken: {
      description: "The way to the caller broke and is being mended.",
      entry: "noteOnHold",
      exit: "noteOffHold",
      on: {
        "line.mended": [...heardAgain],
        "transfer.told": "transferring",
      },
      after: { MENDING_LIMIT: { actions: "raiseLineLost" } },
    },
    transferring: {
      description: "The next human on the workspace's ladder is being called.",
      tags: ["human"],
      entry: "sendTransferRequested",
      invoke: {
        id: "human",
        src: "human",
        input: ({ context }) => ({ callId: context.callId, number: context.ladder[context.rung] ?? "" }),
        onDone: { target: "withHuman", actions: ["noteWithHuman", "sendTransferAnswered"] },
        onError: [...nobodyAnswers],
      },
      after: { TRANSFER_DEADLINE: [...nobodyAnswers] },
    },
    withHuman: {
      description: "A human has the call, and the caller leaves us.",
      tags: ["human"],
      after: { LEAVING_LIMIT: { actions: ["hangUp", "raiseLineLost"] } },
    },
  },
});
