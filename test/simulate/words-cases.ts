/** Expectations of what was said. */
import type { CallRecord } from "#src/simulate/call-record.ts";
import { turn, states, hazard, type Case } from "./made-records.ts";

const talk = [
  turn(100, "agent", "What is wrong?", { stage: "welcome" }),
  turn(200, "tenant", "Water everywhere."),
  turn(300, "agent", "I sent a plumber."),
];
const interruptedTurn = (text: string) => [turn(100, "agent", text, { interrupted: true })];
const agent = [{ from: 1_000, to: 2_000 }];
const gas = { category: "gas", contains: "leave the building" } as const;
const gasAnswered = (answer: string): Partial<CallRecord> => ({
  entries: [
    hazard(900, "gas"),
    turn(905, "agent", "What is", { interrupted: true }),
    turn(2_050, "agent", answer),
  ],
  truth: { caller: [], agent: [{ from: 100, to: 890 }, ...agent] },
});

export const wordsCases: Case[] = [
  [
    { said: { speaker: "agent", contains: "PLUMBER" } },
    { entries: talk },
    true,
    "in 1 of 2 turns of the agent",
  ],
  [
    { said: { speaker: "tenant", contains: "plumber" } },
    { entries: talk },
    false,
    "in 0 of 1 turns of the tenant",
  ],
  [
    { said: { speaker: "agent", matches: "/plumber\\.$/" } },
    { entries: talk },
    true,
    "in 1 of 2 turns of the agent",
  ],
  [
    { said: { speaker: "agent", matches: "/Plumber/" } },
    { entries: talk },
    false,
    "in 0 of 2 turns of the agent",
  ],
  [
    { said: { speaker: "agent", contains: "a", count: 2 } },
    { entries: talk },
    true,
    "in 2 of 2 turns of the agent",
  ],
  [
    { said: { speaker: "agent", contains: "a", count: 1 } },
    { entries: talk },
    false,
    "in 2 of 2 turns of the agent",
  ],
  [
    { said: { speaker: "agent", contains: "a", atLeast: 3 } },
    { entries: talk },
    false,
    "in 2 of 2 turns of the agent",
  ],
  [
    { said: { speaker: "agent", contains: "wrong", stage: "problem" } },
    { entries: talk },
    false,
    "in 0 of 2 turns of the agent",
  ],
  [
    { notSaid: { speaker: "tenant", contains: "plumber" } },
    { entries: talk },
    true,
    "in none of 1 turns of the tenant",
  ],
  [
    { notSaid: { speaker: "agent", contains: "plumber" } },
    { entries: talk },
    false,
    'said in turn 0: "I sent a plumber."',
  ],
  [{ turns: { tenant: 1, agent: 2 } }, { entries: talk }, true, "1 of the tenant, 2 of the agent"],
  [{ turns: { tenant: 2 } }, { entries: talk }, false, "1 of the tenant, 2 of the agent"],
  [{ turns: { agent: 1 } }, { entries: talk }, false, "1 of the tenant, 2 of the agent"],
  [{ interrupted: {} }, { entries: interruptedTurn("I sent a") }, true, 'turn 0 ends in: "I sent a"'],
  [
    { interrupted: {} },
    { entries: interruptedTurn("I sent a plumber.") },
    false,
    'not cut short: "I sent a plumber."',
  ],
  [{ interrupted: {} }, { entries: talk }, false, "no turn of the agent was interrupted"],
  [
    { interrupted: { of: "I sent a plumber." } },
    { entries: interruptedTurn("I sent a") },
    true,
    'turn 0 ends in: "I sent a"',
  ],
  [
    { interrupted: { of: "I sent a plumber." } },
    { entries: interruptedTurn("I sent the") },
    false,
    'not cut short: "I sent the"',
  ],
  [
    { interrupted: { of: "I sent a" } },
    { entries: interruptedTurn("I sent a.") },
    false,
    'not cut short: "I sent a."',
  ],
  [
    { hazardAnsweredFirst: gas },
    gasAnswered("Leave the building now."),
    true,
    'the agent answered: "Leave the building now."',
  ],
  [{ hazardAnsweredFirst: gas }, gasAnswered("Which unit?"), false, 'the agent answered: "Which unit?"'],
  [{ hazardAnsweredFirst: gas }, { entries: [hazard(1, "fire")] }, false, "the hazard gas was never heard"],
  [{ hazardAnsweredFirst: gas }, { entries: [hazard(1, "gas")] }, false, "the agent said nothing after it"],
  [
    { hazardAnsweredFirst: gas },
    {
      entries: [states(900, ["live.safety.warning"]), turn(2_050, "agent", "Leave the building.")],
      truth: { caller: [], agent },
    },
    true,
    'the agent answered: "Leave the building."',
  ],
];
