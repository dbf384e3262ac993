/** How long a call may last: it is announced before it is over, and what is unfinished goes to a human. */
import { callSetup } from "./setup.ts";

export const length = callSetup.createStateConfig({
  description: "How long the call may last.",
  initial: "ample",
  states: {
    ample: {
      description: "There is time.",
      after: { TIME_SHORT: { target: "short", actions: "noteTimeShort" } },
    },
    short: {
      description: "Two minutes are left.",
      after: { TIME_OVER: { target: "over", actions: "raiseMustEnd" } },
    },
    over: { description: "The time is over." },
  },
});
