/** How soon an instruction is heard, with every model and voice down: from the transcript that carries the hazard. */
import { median } from "#src/simulate/measure.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import { observeSteps } from "#src/rules/step.ts";
import type { Keyless } from "../../src/keyless.ts";
import { scenarioOf } from "./play.ts";

const down = [{ kind: "status" as const, status: 503, from: 1 }];
const sentences = [
  "I smell gas in my kitchen.",
  "The carbon monoxide alarm is going off.",
  "There is smoke coming out of the wall.",
  "There are sparks from the outlet in the bedroom.",
  "My husband is unconscious on the floor.",
  "Somebody is breaking in right now.",
  "The ceiling is coming down in the hall.",
  "I am stuck in the elevator with my son.",
];

/** Milliseconds of each call, from the transcript to the first sample of the instruction. */
export async function hazardAnswers(keyless: Keyless): Promise<number[]> {
  const answers = await Promise.all(sentences.map((say) => hazardAnswer(say, keyless)));
  return answers.filter((ms) => ms !== undefined);
}

async function hazardAnswer(say: string, { place, synthesize }: Keyless): Promise<number | undefined> {
  const told: { type: string; at: number }[] = [];
  const scenario = scenarioOf({
    name: "hazard",
    engines: { llm: { faults: down }, tts: { faults: down }, aura: { faults: down } },
    caller: { script: [{ say }, { silence: 1500 }, { hangUp: true }] },
    heard: "",
    reported: "nothing",
    expect: [{ turns: {} }],
  });
  await runScenario(scenario, {
    synthesize,
    async place(setup) {
      const placed = await place(setup);
      observeSteps(placed.handle.actor, ({ event }) =>
        told.push({ type: event.type, at: performance.now() }),
      );
      return placed;
    },
  });
  const at = (type: string, after = 0) => told.find((one) => one.type === type && one.at >= after)?.at;
  const carried = at("hazard.heard");
  const heard = carried === undefined ? undefined : at("playout.started", carried);
  return carried === undefined || heard === undefined ? undefined : heard - carried;
}

export const inWords = (answers: readonly number[]): string =>
  `instruction after the transcript that carries the hazard, ${answers.length} of ${sentences.length} calls: ` +
  `median ${(median(answers) ?? NaN).toFixed(1)} ms, longest ${Math.max(...answers).toFixed(1)} ms`;
