/** A number entered on the keypad: digits are collected until it is whole, and then count as words of the caller's turn. */
import { callSetup } from "./setup.ts";

export const keypad = callSetup.createStateConfig({
  description: "A number entered on the keypad.",
  initial: "idle",
  states: {
    idle: {
      description: "No number is being entered; 0 asks for a human.",
      entry: "forgetKeys",
      on: { "dtmf.pressed": { guard: "dials", target: "collecting", actions: "noteKey" } },
    },
    collecting: {
      description: "Digits are collected; # ends the number, * takes it back.",
      on: {
        "dtmf.pressed": [
          { guard: "pressedStar", target: "idle" },
          { guard: "pressedHash", target: "idle", actions: "raiseKeypadEntered" },
          { guard: "completesNumber", target: "idle", actions: ["noteKey", "raiseKeypadEntered"] },
          { target: "collecting", reenter: true, actions: "noteKey" },
        ],
      },
      after: { KEYPAD_PAUSE: { target: "idle", actions: "raiseKeypadEntered" } },
    },
  },
});
