/** What callers of these runs may say: the lines of the scenarios, and much that no scenario has. */
import { readdirSync } from "node:fs";
import { linesOf } from "#src/simulate/caller-schema.ts";
import { loadScenario } from "#src/simulate/scenario.ts";

const folder = "test/calls";

/** Names and numbers that occur nowhere else: found in a log, they came from a caller. */
export const tellTale = ["Quillfeather", "Zebulon", "5550177", "Larkspur"] as const;

const hazards = [
  "I smell gas in the kitchen",
  "there is smoke coming out of the outlet",
  "the carbon monoxide alarm is going off",
  "my neighbour is unconscious and not breathing",
  "somebody is breaking in right now",
  "the ceiling is coming down",
  "we are stuck in the elevator",
  "sparks are coming out of the panel",
  "there's no gas smell, the fire department has left",
  "is this a fire hazard",
];

const short = [
  "yes",
  "no",
  "mhm",
  "okay",
  "yeah that's right",
  "uh",
  "and",
  "I need to talk to a person",
  "wrong number sorry",
  "hello",
  "",
  "hmm",
  "wait",
  "no no no that's wrong",
  "that's all thank you",
];

const details = [
  "42 Maple Street unit 4B",
  "seven Willow Lane, unit two oh one",
  "my name is Zebulon Quillfeather",
  "five five five, five five five, oh one four two",
  "555 555 0177",
  "call me at 5550177",
  "the number is five five five",
  "it's on Larkspur Road, I think",
  "apartment three",
  "you may come in, there's a dog",
  "purple monkey dishwasher seventeen",
  "es gibt keinen Strom in der Wohnung",
  "a pipe burst and the water is everywhere and it is running down into the neighbour's flat and",
];

/** Every text that a caller says in a scenario, without its marks for sounds and pauses. */
const scenarioLines = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => linesOf(loadScenario(`${folder}/${name}`).caller))
    .map((line) =>
      line
        .replace(/\{[^}]*\}/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    );

export const sayings = { hazards, short, details, lines: [...new Set(scenarioLines())] };
