/** Expectations of what was heard on the line. */
import type { CallLogEntry } from "#src/call/handle.ts";
import { heard, states, turn, type Case } from "./made-records.ts";

const agent = [{ from: 1_000, to: 2_000 }];
const coughed = {
  caller: [heard(1_200, 1_500, "cough")],
  agent: [
    { from: 1_000, to: 1_300 },
    { from: 1_900, to: 2_600 },
  ],
};
const waited = {
  caller: [heard(0, 100), heard(3_000, 3_100)],
  agent: [
    { from: 600, to: 900 },
    { from: 4_100, to: 4_500 },
  ],
};
const waitedTurns = [turn(300, "tenant", "Yes"), turn(900, "agent", "Ok"), turn(3_300, "tenant", "No")];
const filler: CallLogEntry = { at: 990, kind: "effect", name: "playFiller" };

const thinking = ["live.turn.responding.thinking"];
/** The agent speaks to 2000, the caller from 2200 to 2600, the agent again from 4200. */
const silence = {
  caller: [heard(2_200, 2_600)],
  agent: [
    { from: 1_000, to: 2_000 },
    { from: 4_200, to: 5_000 },
  ],
};

export const lineCases: Case[] = [
  [
    { resumed: true },
    { truth: coughed, entries: [turn(2_650, "agent", "Hello.")] },
    true,
    "the speech went on after a pause of 600 ms",
  ],
  [
    { resumed: true },
    { truth: { caller: coughed.caller, agent }, entries: [turn(2_050, "agent", "Hello.")] },
    true,
    "the speech went on after no pause",
  ],
  [
    { resumed: true },
    { truth: coughed, entries: [turn(1_700, "agent", "Hello", { interrupted: true })] },
    false,
    "the cough interrupted turn 0",
  ],
  [
    { resumed: true },
    { truth: coughed, entries: [turn(1_700, "tenant", "Ahem")] },
    false,
    "the cough ended the agent's speech",
  ],
  [
    { resumed: true },
    { truth: coughed, entries: [turn(1_800, "agent", "Hello.")] },
    false,
    "after the cough, nothing more of turn 0 was heard",
  ],
  [
    { resumed: true },
    { truth: { caller: [heard(100, 200, "mhm")], agent } },
    false,
    "no sound fell into the agent's speech",
  ],
  [
    { waits: { medianAtMost: 750, eachAtMost: 1_000 } },
    { truth: waited, entries: waitedTurns },
    true,
    "median 750 ms, longest 1000 ms, of 2",
  ],
  [
    { waits: { medianAtMost: 749 } },
    { truth: waited, entries: waitedTurns },
    false,
    "median 750 ms, longest 1000 ms, of 2",
  ],
  [
    { waits: { eachAtMost: 999 } },
    { truth: waited, entries: waitedTurns },
    false,
    "median 750 ms, longest 1000 ms, of 2",
  ],
  [{ waits: { eachAtMost: 999 } }, {}, false, "no wait could be measured"],
  [
    { silencedWithin: { ms: 200 } },
    { truth: { caller: [heard(1_800, 2_500)], agent } },
    true,
    "longest 200 ms, of 1",
  ],
  [
    { silencedWithin: { ms: 199 } },
    { truth: { caller: [heard(1_800, 2_500)], agent } },
    false,
    "longest 200 ms, of 1",
  ],
  [
    { silencedWithin: { ms: 200 } },
    { truth: { caller: [heard(2_100, 2_500)], agent } },
    false,
    "the caller never spoke into the agent's speech",
  ],
  [
    { silentAtMost: { ms: 1_200 } },
    { truth: silence, entries: [states(2_000, ["live.turn.listening.silent"]), states(3_000, thinking)] },
    true,
    "longest 1200 ms",
  ],
  [
    { silentAtMost: { ms: 1_599 } },
    { truth: silence, entries: [states(2_000, thinking)] },
    false,
    "longest 1600 ms",
  ],
  [
    { fillerHeard: true },
    { entries: [filler], truth: { caller: [], agent } },
    true,
    "1 of 1 fillers were heard",
  ],
  [
    { fillerHeard: true },
    { entries: [{ ...filler, at: 400 }], truth: { caller: [], agent } },
    false,
    "0 of 1 fillers were heard",
  ],
  [{ fillerHeard: true }, { truth: { caller: [], agent } }, false, "0 of 0 fillers were heard"],
  [
    { transferredTo: "+15555550111" },
    { transfers: [{ number: "+15555550111", answered: true }] },
    true,
    "+15555550111 answered",
  ],
  [
    { transferredTo: "+15555550111" },
    { transfers: [{ number: "+15555550111", answered: false }] },
    false,
    "+15555550111 did not answer",
  ],
  [
    { transferredTo: "+15555550111" },
    { transfers: [{ number: "+15555550112", answered: true }] },
    false,
    "+15555550112 answered",
  ],
  [{ transferredTo: "+15555550111" }, {}, false, "nobody was called"],
];
