/** Whether a life-safety instruction is owed, being said, or heard to its end. */
import { callSetup } from "./setup.ts";

export const safety = callSetup.createStateConfig({
  description: "Whether a life-safety instruction is owed.",
  initial: "clear",
  states: {
    clear: {
      description: "No danger to life has been heard of.",
      on: { "hazard.heard": { target: "warning", actions: ["noteHazard", "raiseSafetyOwed"] } },
    },
    warning: {
      description:
        "An instruction is owed; until it was heard to its end, nothing else is said and nothing is closed.",
      entry: "sendHazardDetected",
      on: {
        "hazard.heard": { guard: "isNewHazard", actions: ["noteHazard", "sendHazardDetected"] },
        "playout.finished": [
          {
            guard: "lastAndEvacuates",
            target: "warned",
            actions: ["noteWarned", "noteEvacuated", "raiseEvacuated"],
          },
          { guard: "lastOwed", target: "warned", actions: "noteWarned" },
          { guard: "heardHazard", actions: "noteWarned" },
        ],
      },
    },
    warned: {
      description: "Every instruction that was owed has been heard.",
      on: {
        "hazard.heard": {
          guard: "isNewHazard",
          target: "warning",
          actions: ["noteHazard", "raiseSafetyOwed"],
        },
      },
    },
  },
});
