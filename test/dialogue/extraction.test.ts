import { describe, expect, test } from "vitest";
import { tradeOf } from "#src/dialogue/understanding/trade.ts";
import { urgencyOf } from "#src/dialogue/understanding/urgency.ts";
import { hear } from "#src/dialogue/understanding/spoken.ts";
import { joinPieces, telephoneDigits, telephoneIn } from "#src/dialogue/understanding/telephone.ts";
import { unitIn } from "#src/dialogue/understanding/unit.ts";
import { meansNothingToChange, yesNoIn } from "#src/dialogue/understanding/yes-no.ts";
import { nameIn } from "#src/dialogue/understanding/name.ts";
import { intentIn } from "#src/dialogue/understanding/intent.ts";
import { matchProperty } from "#src/dialogue/understanding/property.ts";
import { streetAddressIn } from "#src/dialogue/understanding/street.ts";
import { accessIn } from "#src/dialogue/understanding/access.ts";
import { safeIn } from "#src/dialogue/understanding/safety.ts";
import { storyIn } from "#src/dialogue/understanding/story.ts";
import { workspace } from "./workspace.ts";

describe("yes or no", () => {
  test.each([
    ["yes", "yes"],
    ["Yeah, that's right.", "yes"],
    ["that's right", "yes"],
    ["yep", "yes"],
    ["uh huh", "yes"],
    ["mm-hmm", "yes"],
    ["Sure.", "yes"],
    ["okay", "yes"],
    ["it is", "yes"],
    ["That's correct.", "yes"],
    ["no problem", "yes"],
    ["yes but the unit is 4D", "yes"],
    ["um, yes please", "yes"],
    ["I guess so", "yes"],
    ["no, yeah, that's right", "yes"],
    ["no", "no"],
    ["nope", "no"],
    ["Nah.", "no"],
    ["no it's fine", "no"],
    ["No, thank you.", "no"],
    ["not really", "no"],
    ["I don't think so", "no"],
    ["that's not right", "no"],
    ["that's wrong", "no"],
    ["yeah no", "no"],
    ["right now it is pouring", undefined],
    ["I don't know", undefined],
    ["I'm not sure", undefined],
    ["there is water everywhere", undefined],
    ["okay so the water comes from upstairs and I can't stop it", undefined],
    ["", undefined],
  ])("%j is %s", (text, answer) => {
    expect(yesNoIn(hear(text))).toBe(answer);
  });

  test.each([
    ["no, it's fine", true],
    ["no that's all correct", true],
    ["nothing", true],
    ["no", false],
    ["no that's not right", false],
    ["no the unit is 4D", false],
  ])("%j means nothing to change: %s", (text, nothing) => {
    expect(meansNothingToChange(hear(text))).toBe(nothing);
  });
});

describe("a telephone number", () => {
  test.each([
    ["5555550142", "5555550142"],
    ["(555) 555-0142", "5555550142"],
    ["555-555-0142", "5555550142"],
    ["It's +1 555 555 0142.", "5555550142"],
    ["five five five five five five oh one four two", "5555550142"],
    ["five five five, five five five, zero one four two", "5555550142"],
    ["triple five, triple five, oh one four two", "5555550142"],
    ["double five five, five double five, oh one forty two", "5555550142"],
    ["my number is 5 5 5 5 5 5 0 1 4 2 thanks", "5555550142"],
    ["area code five five five, then five five five oh one four two", "5555550142"],
    ["555 555 0143, no sorry, 555 555 0142", "5555550142"],
    ["five fifty five five fifty five oh one forty two", "5555550142"],
    ["five five five five five five oh one for two", "5555550142"],
  ])("%j is complete", (text, digits) => {
    expect(telephoneIn(hear(text))).toMatchObject({ kind: "complete", digits });
  });

  test.each([
    ["five five five", "555"],
    ["555-0142", "5550142"],
    ["it's five five five five", "5555"],
    ["the area code is 555", "555"],
  ])("%j is a piece", (text, digits) => {
    expect(telephoneIn(hear(text))).toEqual({ kind: "partial", digits });
  });

  test.each([
    "this number",
    "the one I'm calling from",
    "yes, the number I'm calling from",
    "same number",
    "this phone",
  ])("%j is the calling one", (text) => {
    expect(telephoneIn(hear(text))).toEqual({ kind: "calling" });
  });

  test.each(["nobody, no one", "oh no, oh my", "call 911", "nine one one", ""])("%j is none", (text) => {
    expect(telephoneIn(hear(text))).toBeUndefined();
  });

  test.each([
    ["555", "555", "555555"],
    ["555555", "0142", "5555550142"],
    ["5550142", "555", "5555550142"],
    ["555555", "5555550142", "5555550142"],
    ["55555501", "5555", "5555"],
  ])("%s and then %s is %s", (before, piece, joined) => {
    expect(joinPieces(before, piece)).toBe(joined);
  });

  test("a leading one of North America is left out, other countries' codes stay", () => {
    expect(telephoneDigits("+1 (555) 555-0142")).toBe("5555550142");
    expect(telephoneDigits("+44 7700 900142")).toBe("447700900142");
  });
});

describe("a unit", () => {
  test.each([
    ["unit 4B", "4B"],
    ["I'm in apartment four b", "4B"],
    ["apartment four bee", "4B"],
    ["apt. 12", "12"],
    ["#12", "12"],
    ["suite one oh one", "101"],
    ["unit two hundred and five", "205"],
    ["it's 4 D not 4 B", "4D"],
    ["not 4B, 4D", "4D"],
    ["4B, no, 4D", "4D"],
    ["no, the unit is 4D", "4D"],
    ["a pipe burst in 4B", "4B"],
    ["unit 4 a pipe burst", "4"],
    ["unit 4 A", "4A"],
    ["unit B", "B"],
    ["apartment number seven", "7"],
    ["unit 4-B", "4B"],
    ["it's a single family home", "none"],
    ["there's no unit number", "none"],
  ])("%j is %s", (text, unit) => {
    expect(unitIn(hear(text), false)?.unit).toBe(unit);
  });

  test.each([
    ["four b", "4B"],
    ["4 bee", "4B"],
    ["twelve", "12"],
    ["uh, it's one oh one", "101"],
    ["B 4", "B4"],
    ["no", "none"],
    ["there is none", "none"],
    ["the basement", "Basement"],
  ])("%j is %s when the unit was asked for", (text, unit) => {
    expect(unitIn(hear(text), true)?.unit).toBe(unit);
  });

  test.each(["two toilets are overflowing", "call 911", "at 4 a m", "no one is here", "it is 50 degrees"])(
    "%j has none",
    (text) => {
      expect(unitIn(hear(text), false)).toBeUndefined();
    },
  );
});

describe("an address", () => {
  test.each([
    ["42 Maple Street", "42 Maple Street"],
    ["forty two maple st", "42 Maple Street"],
    ["I live at 17 North Oak Rd, unit 2", "17 North Oak Road"],
    ["one twenty elm avenue", "120 Elm Avenue"],
    ["9 5th Avenue", "9 5th Avenue"],
    ["not 42 Maple Street, 17 Oak Road", "17 Oak Road"],
  ])("is heard in %j", (text, address) => {
    expect(streetAddressIn(hear(text))?.address).toBe(address);
  });

  test.each(["it has been 2 hours on the way", "2 of the drive", "water is on the street", "4B"])(
    "is not heard in %j",
    (text) => {
      expect(streetAddressIn(hear(text))).toBeUndefined();
    },
  );
});

describe("a property", () => {
  test.each([
    ["42 Maple Street", "maple-court"],
    ["forty two maple", "maple-court"],
    ["42 Mapel Street", "maple-court"],
    ["Maple Court", "maple-court"],
    ["it's the maple court apartments", "maple-court"],
    ["the Court", "maple-court"],
    ["Birch Avenue", "maple-gardens"],
    ["maple gardens", "maple-gardens"],
    ["the gardens", "maple-gardens"],
    ["fern cotage", "fern-cottage"],
    ["three fern hollow", "fern-cottage"],
  ])("is found by %j", (query, id) => {
    expect(matchProperty(query, workspace.properties)).toMatchObject({ kind: "found", property: { id } });
  });

  test.each(["17 Maple Street", "44 Maple Street", "Oak Road", "tennis court", "9 Birchwood Lane", ""])(
    "is not found by %j",
    (query) => {
      expect(matchProperty(query, workspace.properties)).toEqual({ kind: "unknown" });
    },
  );

  test("is ambiguous when two fit as well", () => {
    expect(matchProperty("maple", workspace.properties)).toMatchObject({
      kind: "ambiguous",
      properties: [{ id: "maple-court" }, { id: "maple-gardens" }],
    });
  });
});

describe("a name", () => {
  test.each([
    ["my name is Robin", false, "Robin"],
    ["My name is Robin Example, I live in 4B", false, "Robin Example"],
    ["hi, this is Robin from unit 4B", false, "Robin"],
    ["this is robin calling", false, "Robin"],
    ["I'm Robin", false, "Robin"],
    ["Robin", true, "Robin"],
    ["it's Robin Example", true, "Robin Example"],
    ["uh, robin", true, "Robin"],
    ["sure, it's Robin.", true, "Robin"],
    ["this is terrible", false, undefined],
    ["This is an emergency", false, undefined],
    ["I'm flooding here", false, undefined],
    ["It is pouring", false, undefined],
    ["no", true, undefined],
    ["uh", true, undefined],
    ["I'd rather not say", true, undefined],
  ])("in %j, asked for %s, is %s", (text, asked, name) => {
    expect(nameIn(hear(text), asked)?.name).toBe(name);
  });
});

describe("safety", () => {
  test.each([
    ["no", true, true],
    ["Everyone is safe.", true, true],
    ["no everybody is fine", true, true],
    ["nobody is hurt", false, true],
    ["just water", true, true],
    ["yes", true, false],
    ["we are not safe", true, false],
    ["I don't know", true, undefined],
    ["water is everywhere", true, undefined],
    ["no", false, undefined],
  ])("%j, asked %s, is %s", (text, asked, safe) => {
    expect(safeIn(hear(text), asked)).toBe(safe);
  });
});

describe("access", () => {
  test.each([
    ["yes", { permissionToEnter: true }],
    ["Yes, they can come in.", { permissionToEnter: true }],
    ["go ahead", { permissionToEnter: true }],
    ["no", { permissionToEnter: false }],
    ["only if I'm there", { permissionToEnter: false }],
    ["yes but I have a dog", { permissionToEnter: true, accessNotes: "I have a dog" }],
    ["no, I'll be home", { permissionToEnter: false, accessNotes: "I'll be home" }],
    ["I don't know", {}],
  ])("%j answers with %j", (text, access) => {
    expect(accessIn(hear(text), true)).toEqual(access);
  });

  test.each([
    ["the gate code is 4711", { accessNotes: "the gate code is 4711" }],
    ["I lost my key", {}],
    ["you can come right in", { permissionToEnter: true }],
    ["yes", {}],
  ])("%j tells %j unasked", (text, access) => {
    expect(accessIn(hear(text), false)).toEqual(access);
  });
});

describe("a trade", () => {
  const known = ["plumbing", "heating", "cooling", "electrical", "locksmith", "appliance", "general"];
  test.each([
    ["a pipe burst", "plumbing"],
    ["the toilet is clogged", "plumbing"],
    ["sewage is coming up", "plumbing"],
    ["the water heater is leaking", "plumbing"],
    ["there is no heat", "heating"],
    ["the furnace stopped", "heating"],
    ["the AC is out", "cooling"],
    ["the power is out", "electrical"],
    ["the outlet is dead", "electrical"],
    ["I am locked out", "locksmith"],
    ["the front door won't lock", "locksmith"],
    ["the fridge is broken", "appliance"],
    ["a tree is on the fence", "general"],
    ["the elevator is broken", "general"],
  ])("for %j is %s", (problem, trade) => {
    expect(tradeOf(hear(problem).plain, known)).toBe(trade);
  });

  test("is the nearest that the workspace has", () => {
    expect(tradeOf("the ac is out", ["heating", "general"])).toBe("heating");
  });
});

describe("urgency", () => {
  test.each([
    ["a pipe burst", "emergency"],
    ["the dishwasher is leaking all over", "emergency"],
    ["no heat", "emergency"],
    ["the only toilet is out", "emergency"],
    ["the door won't lock", "emergency"],
    ["I'm locked out", "emergency"],
    ["something strange", "emergency"],
    ["the faucet is dripping", "routine"],
    ["the faucet is leaking and water is everywhere", "emergency"],
    ["the dishwasher is broken", "routine"],
    ["there's no hot water", "routine"],
    ["a light bulb is out", "routine"],
    ["there are mice", "routine"],
    ["my neighbor is so loud", "routine"],
    ["slow drain in the tub", "routine"],
  ])("of %j is %s", (problem, urgency) => {
    expect(urgencyOf(hear(problem).plain)).toBe(urgency);
  });
});

describe("what the caller wants", () => {
  test.each([
    ["can I speak to a person", "human"],
    ["get me the manager", "human"],
    ["I want to talk to a real human being", "human"],
    ["this is ridiculous", "human"],
    ["stop asking me stupid questions", "human"],
    ["JUST SEND SOMEBODY RIGHT NOW!", "human"],
    ["operator", "human"],
    ["I think I have the wrong number", "wrongNumber"],
    ["oh sorry I misdialed", "wrongNumber"],
    ["I was trying to call the pizza place", "wrongNumber"],
    ["what did you say?", "repeat"],
    ["sorry?", "repeat"],
    ["can you repeat that please", "repeat"],
    ["hold on a second", "hold"],
    ["let me check", "hold"],
    ["hello?", "presence"],
    ["are you still there", "presence"],
    ["when will they come", "when"],
    ["how long will it take", "when"],
    ["are you a robot", "robot"],
    ["okay bye", "goodbye"],
    ["someone must come, a person is stuck", undefined],
    ["A PIPE BURST IN 4B", undefined],
    ["the manager sent a plumber yesterday", undefined],
    ["water is pouring in", undefined],
  ])("in %j is %s", (text, intent) => {
    expect(intentIn(hear(text))).toBe(intent);
  });
});

describe("a story", () => {
  test.each([
    [
      "a pipe burst and water is coming through the ceiling",
      { problem: "a pipe burst", severity: "water is coming through the ceiling" },
    ],
    ["Hi, I'm calling because my toilet is clogged.", { problem: "my toilet is clogged" }],
    ["no heat at all", { problem: "no heat at all" }],
    ["the sink and the tub are backing up", { problem: "the sink and the tub are backing up" }],
    ["hello, I need help", {}],
    ["it's an emergency", {}],
    ["nobody is hurt", {}],
  ])("%j tells %j", (text, story) => {
    expect(storyIn(text)).toEqual(story);
  });
});
