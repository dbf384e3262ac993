/** Expectations of the way through the chart. */
import { turn, states, type Case } from "./made-records.ts";

const visits = (["welcome", "problem", "problem", "severity", "problem"] as const).map((stage, at) =>
  states(at, [], stage),
);
const entries = [states(0, ["live", "live.turn"]), states(1, ["live.turn.speaking"])];
const responding = "live.turn.responding.endpointing";
const hearing = "live.turn.listening.hearing";

export const chartCases: Case[] = [
  [
    { learnt: { unit: "4b", safe: true } },
    { facts: { unit: "4B", safe: true } },
    true,
    'safe: true, unit: "4B"',
  ],
  [{ learnt: { unit: 12 } }, { facts: { unit: "12" } }, true, 'unit: "12"'],
  [
    { learnt: { callbackNumber: "/0142$/" } },
    { facts: { callbackNumber: "5555550142" } },
    true,
    'callbackNumber: "5555550142"',
  ],
  [{ learnt: { unit: "4B", safe: true } }, { facts: { unit: "4B" } }, false, "safe: null"],
  [
    { learnt: { callbackNumber: "/0143$/" } },
    { facts: { callbackNumber: "5555550142" } },
    false,
    'callbackNumber: "5555550142"',
  ],
  [{ learnt: { safe: true } }, { facts: { safe: false } }, false, "safe: false"],
  [{ outcome: "dispatched" }, { outcome: "dispatched" }, true, "dispatched"],
  [{ outcome: "dispatched" }, { outcome: "completed" }, false, "completed"],
  [{ outcome: "dispatched" }, {}, false, "the call did not end"],
  [
    { stagesVisited: ["welcome", "severity", "problem"] },
    { entries: visits },
    true,
    "welcome, problem, severity, problem",
  ],
  [
    { stagesVisited: ["severity", "welcome"] },
    { entries: visits },
    false,
    "welcome, problem, severity, problem",
  ],
  [
    { stagesVisited: ["problem", "problem", "problem"] },
    { entries: visits },
    false,
    "welcome, problem, severity, problem",
  ],
  [{ statesEntered: ["live", "live.turn.speaking"] }, { entries }, true, "entered in this order"],
  [{ statesEntered: ["live.turn.speaking", "live"] }, { entries }, false, "entered in another order"],
  [{ statesEntered: ["live", "ended"] }, { entries }, false, "never entered: ended"],
  [
    { speculationDiscarded: true },
    {
      entries: [
        states(0, [responding]),
        states(1, [hearing]),
        states(2, [responding]),
        turn(3, "tenant", "Yes"),
      ],
    },
    true,
    "1 replies were thrown away",
  ],
  [
    { speculationDiscarded: true },
    { entries: [states(0, [responding]), turn(1, "tenant", "Yes"), states(2, [hearing])] },
    false,
    "0 replies were thrown away",
  ],
];
