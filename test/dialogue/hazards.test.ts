import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import type { HazardCategory } from "#machines/call/types.ts";
import { hazardCategories } from "#machines/call/types.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { createHazardRecognizer } from "#src/dialogue/hazards.ts";

const rules = parse(readFileSync("prompts/default/hazards.yaml", "utf8")) as HazardRule[];
const hazardsIn = createHazardRecognizer(rules);

const asserted: Readonly<Record<HazardCategory, readonly string[]>> = {
  gas: [
    "I smell gas",
    "It smells like gas in here",
    "there's a gas smell in the hallway",
    "it smells like rotten eggs",
    "No, I smell gas",
    "no I smell gas in the kitchen",
    "yes there is a smell of gas",
    "I don't know if it's gas but it stinks like rotten eggs",
    "I'm not sure, I think I smell gas",
    "the whole place stinks of gas",
    "The gas line is hissing",
    "my gas stove smells and I'm dizzy",
    "I can smell a little bit of gas",
    "is it normal to smell gas",
    "there was a gas smell yesterday and it is still there",
    "no smoke but there's a gas leak",
    "There is no hot water and I smell gas.",
    "Gas!",
    "I don't have heat and I smell gas",
    "isn't that gas I smell?",
  ],
  carbonMonoxide: [
    "my carbon monoxide alarm is going off",
    "The CO alarm is beeping",
    "the C.O. alarm went off",
    "the c o detector is screaming",
    "everyone has a headache and we turned on the heater",
    "I have a headache and I'm dizzy from the furnace",
    "I think it's carbon monoxide",
    "the co detectors are beeping like crazy",
    "the co two alarm is on",
    "the see oh alarm won't stop",
  ],
  fire: [
    "there's a fire in the kitchen",
    "My stove is on fire",
    "smoke is coming out of the wall",
    "I see flames",
    "there is a burning smell",
    "it smells like something burning",
    "the dryer is smoking",
    "no water, just smoke",
    "No, smoke everywhere.",
    "No gas, fire!",
    "the fire is out of control",
    "not a drill, there is a fire",
    "the smoke alarm is going off",
    "the fire department is on the way, the kitchen is on fire",
    "I don't have a fire extinguisher and there is a fire",
    "we had a fire last year and now there's smoke again",
    "no heat and smoke is coming from the furnace",
    "No gas. Smoke!",
    "we can't see through the smoke",
    "there's a fire and it's still burning",
    "it was a fire but it's still smoking",
    "we don't have smoke detectors and there's smoke",
    "nobody is answering and there's a fire",
    "there is smoke the power is out",
    "there's smoke like last year",
    "where the stove used to be there's smoke",
  ],
  electrical: [
    "there are sparks coming from the outlet",
    "the outlet is sparking",
    "I got a shock from the light switch",
    "the outlet is buzzing",
    "water is getting into the outlet",
    "water is dripping on the breaker box",
    "water is coming through the light fixture",
    "there's water running into the electrical panel",
    "a power line is down in the yard",
    "a power line fell on our building",
    "the ceiling light is filling with water",
    "nothing works and there are sparks",
    "the wires are hanging out of the wall",
    "there is no power and the panel is hot",
    "No, but the outlet is wet",
  ],
  medical: [
    "my mother is unconscious",
    "I can't breathe",
    "He is not breathing",
    "she's bleeding",
    "my husband fell down the stairs",
    "somebody got hurt",
    "we need an ambulance",
    "she won't wake up",
    "my son hit his head",
    "I'm having chest pains",
    "the baby is freezing",
    "I burned my hand",
    "he can't breathe, there's no heat",
  ],
  violence: [
    "someone is breaking in",
    "somebody is trying to get in through the window",
    "there is an intruder in the building",
    "a man has a gun",
    "my neighbor threatened me",
    "he's kicking the door",
    "someone is in my apartment",
    "they broke into my apartment",
    "my boyfriend is hitting me",
  ],
  collapse: [
    "the ceiling is coming down",
    "part of the ceiling collapsed",
    "the ceiling just caved in",
    "The ceiling is about to fall",
    "a tree fell on the building",
    "there's a sinkhole in the parking lot",
    "the bathroom wall is falling down",
    "the balcony collapsed",
    "the ceiling is sagging badly",
    "chunks of the ceiling are on my bed",
    "there's so much water the ceiling is coming down",
  ],
  entrapment: [
    "I'm stuck in the elevator",
    "we are stuck in the lift",
    "someone's trapped in the elevator",
    "the elevator is stuck between floors",
    "people are stuck inside the elevator",
    "the elevator stopped with us inside",
    "my kid is locked in the bathroom",
    "the elevator doors won't open",
    "I can't get out",
  ],
};

const harmless: readonly string[] = [
  "no gas smell",
  "There's no gas smell, no smoke, nothing",
  "I don't smell gas",
  "I don't smell any gas",
  "we don't smell gas or see smoke",
  "no gas, smoke, or sparks",
  "No gas, no smoke, no sparks.",
  "no gas smell smoke or sparks",
  "I haven't smelled any gas",
  "there is no fire",
  "There isn't any smoke",
  "I don't think there's a fire",
  "I can't see any smoke",
  "nobody is hurt",
  "No one's hurt",
  "No, nobody got hurt.",
  "no one was injured",
  "never saw any sparks",
  "it's not a fire",
  "was a fire last year",
  "there was a fire here years ago",
  "the fire department has left",
  "the fire is out",
  "the smoke in the kitchen is gone",
  "The fire was put out",
  "there was smoke but it's gone",
  "is this a fire hazard?",
  "could this cause a fire",
  "what if there is a fire",
  "what should I do if there is a gas leak",
  "the fire alarm test was today",
  "they are doing a fire drill",
  "the fireplace is dirty",
  "my smoke detector battery is low",
  "the smoke detector keeps chirping",
  "I live next to the gas station",
  "I have a question about my gas bill",
  "my gas stove is broken, it won't light",
  "the gas furnace stopped working",
  "the carbon monoxide detector is chirping",
  "I need a carbon monoxide detector",
  "the ceiling is leaking",
  "water is dripping from the ceiling",
  "a burst pipe, water through the ceiling",
  "water is coming down from the ceiling",
  "water from the ceiling is coming down hard",
  "there's a wet spot on the ceiling",
  "a pipe burst in 4B at 42 Maple Street and water is coming through the ceiling",
  "the toilet is overflowing",
  "the elevator is out of order",
  "the outlet in the bedroom is dead",
  "no power in the kitchen outlets",
  "the breaker tripped",
  "I'm locked out",
  "I locked my keys inside the car",
  "my key broke in the lock",
  "the water heater is out",
  "the dishwasher is broken",
  "raccoons are in the attic",
  "my neighbor is smoking in the hallway",
  "I'm trying to get into my apartment",
  "the cabinet door fell off",
  "nothing is on fire",
  "the gas is shut off",
  "I'm not smelling any gas",
  "there's a fire hydrant leaking",
  "we have a break in the water line",
  "my key got stuck in the door",
  "my number is five five five oh one four two",
  "Hello?",
  "",
];

describe.each(hazardCategories)("%s is heard in", (category) => {
  test.each(asserted[category])("%s", (utterance) => {
    expect(hazardsIn(utterance)).toContain(category);
  });
});

describe("no hazard is heard in", () => {
  test.each(harmless)("%s", (utterance) => {
    expect(hazardsIn(utterance)).toEqual([]);
  });
});

describe("what a recognizer gets wrong", () => {
  test.each<[string, HazardCategory]>([
    ["there is a smell of guess", "gas"],
    ["it smells like written eggs", "gas"],
    ["theres a gasleak", "gas"],
    ["i smell um like uh gas", "gas"],
    ["the the gas gas is leaking", "gas"],
    ["car been monoxide alarm", "carbonMonoxide"],
    ["carbon mon oxide", "carbonMonoxide"],
    ["the carbon manoxide thing", "carbonMonoxide"],
    ["smoked coming from the vent", "fire"],
    ["sparse coming out of the wall", "electrical"],
    ["the out let is buzz buzzing", "electrical"],
    ["he is un conscious", "medical"],
    ["send an balance", "medical"],
    ["some one is braking in", "violence"],
    ["the sealing is cave in", "collapse"],
    ["stuck in elevator", "entrapment"],
    ["stuck between flowers in the lift", "entrapment"],
  ])("in %j does not hide the hazard", (text, category) => {
    expect(hazardsIn(text)).toEqual([category]);
  });

  test.each([
    "I guess the smell is from the trash",
    "guess what, the bulb is out",
    "the buttons are sparse",
    "set a mouse trap in the kitchen",
    "I left in the morning",
    "my son lives in 4C",
    "there are parks near here",
    "the window needs sealing",
  ])("is not mended where the words are meant: %s", (text) => {
    expect(hazardsIn(text)).toEqual([]);
  });
});

describe("others' hazards", () => {
  test.each<[string, HazardCategory[]]>([
    ["my neighbour's apartment is on fire", ["fire"]],
    ["the lady downstairs smells gas right now", ["gas"]],
    ["my friend says his building had a fire", []],
    ["in the movie the building is on fire", []],
  ])("count here and now: %j is %j", (text, hazards) => {
    expect(hazardsIn(text)).toEqual(hazards);
  });
});

test("a denial where a phrase has its star takes the phrase back", () => {
  expect(hazardsIn("the ceiling isn't sagging")).toEqual([]);
  expect(hazardsIn("the ceiling is not only sagging")).toEqual(["collapse"]);
});

test("what was last week and still is counts; another thing that still is does not", () => {
  expect(hazardsIn("there was a gas smell last week and it is still there")).toEqual(["gas"]);
  expect(hazardsIn("they broke in last week and the door still won't lock")).toEqual([]);
});

test("two hazards in one utterance are both heard, in the order of the categories", () => {
  expect(hazardsIn("she is bleeding and there is smoke")).toEqual(["fire", "medical"]);
});

test("an utterance of a hundred words takes under a millisecond", () => {
  const story = "so the water is coming out of the pipe under the sink and it will not stop at all ".repeat(
    6,
  );
  for (let round = 0; round < 200; round += 1) hazardsIn(story);
  const rounds = Array.from({ length: 101 }, () => {
    const start = performance.now();
    hazardsIn(story);
    return performance.now() - start;
  });
  expect(rounds.toSorted((one, other) => one - other)[50]).toBeLessThan(1);
});

test("an unknown category fails when the recognizer is made", () => {
  expect(() => createHazardRecognizer([{ category: "flood", heard: ["flood"], unless: [] }])).toThrow(
    'There is no hazard category "flood"',
  );
});

test("a phrase that ends with a star fails when the recognizer is made", () => {
  expect(() => createHazardRecognizer([{ category: "gas", heard: ["smell *"], unless: [] }])).toThrow(
    'begin and end with a word: "smell *"',
  );
});

test("a phrase with a lone | fails when the recognizer is made", () => {
  expect(() => createHazardRecognizer([{ category: "gas", heard: ["gas | leak"], unless: [] }])).toThrow(
    'A | must stand between two single words, without spaces: "gas | leak"',
  );
});

describe("a rule's phrase", () => {
  const heardBy = (phrase: string, text: string) =>
    createHazardRecognizer([{ category: "collapse", heard: [phrase], unless: [] }])(text).length > 0;

  test("with | hears either word", () => {
    expect(
      ["roof tilts", "wall tilts", "door tilts"].map((text) => heardBy("roof|wall tilts", text)),
    ).toEqual([true, true, false]);
  });

  test("with * leaves room for three words, with ** for ten", () => {
    const four = "roof one two three four tilts";

    expect([heardBy("roof * tilts", four), heardBy("roof ** tilts", four)]).toEqual([false, true]);
    expect(
      heardBy("roof ** tilts", `${four.replace(" tilts", "")} five six seven eight nine ten eleven tilts`),
    ).toBe(false);
  });

  test("does not mind articles, small words, a missing is and words split or joined", () => {
    const texts = ["roof is the like tilting", "roof tilting", "roofis tilting", "roof is til ting"];

    expect(texts.map((text) => heardBy("roof is tilting", text))).toEqual([true, true, true, true]);
    expect(heardBy("roof is tilting", "roof is not tilting")).toBe(false);
  });
});

describe("a rule's unless", () => {
  const heardWith = (unless: string[]) =>
    createHazardRecognizer([{ category: "collapse", heard: ["tilt", "roof * tilt"], unless }]);

  test("as a lone word takes back what follows shortly after it", () => {
    expect(heardWith(["picture"])("the picture has a tilt")).toEqual([]);
    expect(heardWith(["picture"])("my picture is on the wall and the roof has a tilt")).toEqual(["collapse"]);
  });

  test("with dots in front takes back what precedes it in the clause", () => {
    expect(heardWith(["... by design"])("there is a tilt by design")).toEqual([]);
    expect(heardWith(["... by design"])("there is a tilt, it looks by design")).toEqual(["collapse"]);
  });

  test("as several words takes back a match inside of them, and no longer one", () => {
    expect(heardWith(["slight tilt"])("a slight tilt")).toEqual([]);
    expect(heardWith(["slight tilt"])("the roof has a slight tilt")).toEqual(["collapse"]);
  });
});
