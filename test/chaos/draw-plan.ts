/** Draws what befalls a call. All of it comes from one seed. */
import { drawCaller, drawLine, drawSecondVoice } from "./draw-acts.ts";
import { drawFaults } from "./draw-faults.ts";
import type { Answer, Human, Pace, Plan } from "./plan.ts";
import { Random, seedOfRun } from "./random.ts";

/** The run `index` of the seed. */
export function drawPlan(seed: number, index: number): Plan {
  const random = new Random(seedOfRun(seed, index));
  const long = random.chance(0.005);
  const limitMs = long ? 3_600_000 : random.pick([120_000, 125_000, 150_000, 240_000, 600_000, 1_800_000]);
  // Who waits for each question gets to the end of the intake.
  const patient = random.chance(0.3);
  const turns = long ? 60 : random.pick(patient ? [8, 12, 14] : [0, 1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 12]);
  const tracks = [drawCaller(random, turns, patient), drawLine(random)];
  if (random.chance(0.15)) tracks.push(drawSecondVoice(random));
  return {
    input: {
      limitMs,
      repromptMs: random.pick([3000, 7000, 7000, 12_000]),
      asksForRecording: random.chance(0.15),
      withheld: random.chance(0.2),
      humans: random.pick([0, 1, 2, 2, 3]),
      resumed: random.chance(0.1),
      ...(random.chance(0.03) ? { refusal: random.pick(["notInService", "lineDisabled"] as const) } : {}),
    },
    pace: drawPace(random),
    answers: patient ? [] : random.list(random.int(0, 3 * turns + 2), () => drawAnswer(random)),
    humans: random.list(random.int(0, 4), () => drawHuman(random)),
    tracks,
    faults: drawFaults(random, long ? 1_200_000 : 6000 * (turns + 1)),
  };
}

const drawPace = (random: Random): Pace => ({
  firstTokenMs: random.pick([100, 300, 600, 1500]),
  tokenMs: random.pick([5, 20, 60]),
  firstByteMs: random.pick([50, 150, 400, 1200]),
  letterMs: random.pick([4, 10, 30, 65]),
  phraseMs: random.pick([200, 1000, 3000, 6000]),
  finalMs: random.pick([50, 200, 300, 600, 1200]),
  endOfTurnMs: random.pick([20, 60, 300]),
  answerMs: random.pick([100, 500, 1500]),
});

const drawHuman = (random: Random): Human => ({
  does: random.pick(["answers", "answers", "refuses", "never"]),
  afterMs: random.pick([10, 1000, 8000, 29_000]),
  leaves: random.chance(0.8),
});

const asked: readonly { name: string; arguments: string }[] = [
  { name: "recordDetails", arguments: '{"safe":true}' },
  { name: "recordDetails", arguments: '{"problem":"kitchen faucet leaks","severity":"dripping"}' },
  { name: "recordDetails", arguments: '{"address":"42 Maple Street","unit":"4B"}' },
  { name: "recordDetails", arguments: '{"name":"Dana","callbackNumber":"5555550142"}' },
  { name: "recordDetails", arguments: '{"callbackNumber":"555"}' },
  { name: "recordDetails", arguments: '{"confirmed":true}' },
  { name: "findProperty", arguments: '{"query":"Maple Court"}' },
  { name: "findProperty", arguments: "{}" },
  { name: "requestDispatch", arguments: "{}" },
  { name: "reportHazard", arguments: '{"category":"gas"}' },
  { name: "reportHazard", arguments: '{"category":"medical"}' },
  { name: "reportHazard", arguments: '{"category":"weather"}' },
  { name: "transferToHuman", arguments: '{"reason":"the caller asked"}' },
  { name: "endCall", arguments: '{"reason":"wrongNumber"}' },
  { name: "endCall", arguments: '{"reason":"completed"}' },
  { name: "orderPizza", arguments: "{}" },
  { name: "recordDetails", arguments: '{"safe":tr' },
  { name: "recordDetails", arguments: "[]" },
];

function drawAnswer(random: Random): Answer {
  if (random.chance(0.65)) return { kind: "helpful" };
  const sentences = random.pick([0, 1, 1, 2, 4]);
  const tools = random.list(random.pick([0, 0, 1, 1, 2, 3]), () => random.pick(asked));
  return { kind: "says", sentences, tools };
}
