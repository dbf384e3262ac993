/** How soon an instruction is heard, with every model and voice down: from the transcript that carries the hazard. */
import { median } from "#src/simulate/measure.ts";
import { runScenario } from "#src/simulate/run-scenario.ts";
import type { CallLogEntry } from "#src/call/handle.ts";
import type { Keyless } from "../../src/keyless.ts";
import { scenarioOf } from "./play.ts";

const down = [{ kind: "status" as const, status: 503, from: 1 }];
const told = [
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
export async function hazardAnswers({ place, synthesize }: Keyless): Promise<number[]> {
  const answers: number[] = [];
  for (const say of told) {
    const entries: CallLogEntry[] = [];
    const scenario = scenarioOf({
      name: "hazard",
      engines: { llm: { faults: down }, tts: { faults: down }, aura: { faults: down } },
      caller: { script: [{ say }, { silence: 1500 }, { hangUp: true }] },
      heard: "",
      reported: "nothing",
      expect: [{ turns: {} }],
    });
    await runScenario(scenario, { place, synthesize, onEntry: (entry) => entries.push(entry) });
    const at = (type: string, after = 0) =>
      entries.find((entry) => entry.kind === "event" && entry.event.type === type && entry.at >= after)?.at;
    const carried = at("hazard.heard");
    const heard = carried === undefined ? undefined : at("playout.started", carried);
    if (carried !== undefined && heard !== undefined) answers.push(heard - carried);
  }
  return answers;
}

export const inWords = (answers: readonly number[]): string =>
  `instruction after the transcript that carries the hazard, ${answers.length} of ${told.length} calls: ` +
  `median ${Math.round(median(answers) ?? NaN)} ms, longest ${Math.round(Math.max(...answers))} ms`;
