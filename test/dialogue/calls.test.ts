/** Whole calls, carried by the script alone. */
import { describe, expect, test } from "vitest";
import type { CallEvent } from "#machines/call/types.ts";
import { scriptedCall, type ScriptedCall } from "./scripted-call.ts";

const callerNumber = "+15555550142";

function saysAll(call: ScriptedCall, lines: readonly string[]): string[] {
  return lines.map((line) => call.says(line));
}

function dispatches({ events }: ScriptedCall): CallEvent[] {
  return events.filter(({ type }) => type === "dispatch.requested");
}

function toolsOf({ calls }: ScriptedCall): string[] {
  return calls.map(({ name }) => name);
}

describe("a burst pipe", () => {
  const call = scriptedCall({ callerNumber });
  const agent = saysAll(call, [
    "A pipe burst under my kitchen sink.",
    "Everyone is safe.",
    "Water is pouring out and I cannot stop it.",
    "42 Maple Street, unit 4B.",
    "Yes, this number is fine.",
    "My name is Robin.",
    "Yes, they can come in.",
    "Yes, that is right.",
    "No, thank you.",
  ]);

  test("is asked about in the order of the stages, one question a turn", () => {
    expect(agent.slice(0, 7)).toEqual([
      "Oh no, I'm sorry. Is anyone hurt or in danger? Any gas smell, smoke, sparks?",
      "All right. Is the water still running, and can you safely shut it off?",
      "Got it. What's the address, and which unit?",
      "Let me find that. Found it. Is the number you're calling from the best one to reach you?",
      "Thank you. What's your name?",
      "Thank you. That's Robin. If nobody opens, may the technician go in? Tell me about pets or a door code, too.",
      "Thank you. Let me check. Your number is five five five, five five five, zero one four two. " +
        "You're in unit 4B, at 42 Maple Street, Springfield. " +
        "The problem is: a pipe burst under your kitchen sink. Is that right?",
    ]);
  });

  test("is dispatched after the yes, and no arrival time is promised", () => {
    expect(agent[7]).toBe(
      "Thank you. I'm sending this now. It's sent. Bluepipe Plumbing is asked to call you. " +
        "Nobody has confirmed yet, so I have no arrival time. Is there anything else?",
    );
    expect(dispatches(call)).toEqual([
      { type: "dispatch.requested", vendor: "bluepipe", trade: "plumbing", urgency: "emergency" },
    ]);
  });

  test("leaves the goodbye to the cached phrase that follows the end of the call", () => {
    expect(agent[8]).toBe("You're welcome.");
    expect(call.events.at(-1)).toEqual({ type: "call.endRequested", reason: "completed" });
  });

  test("leaves every fact recorded", () => {
    expect(call.facts).toEqual({
      safe: true,
      problem: "A pipe burst under my kitchen sink",
      trade: "plumbing",
      urgency: "emergency",
      severity: "Water is pouring out, I cannot stop it",
      propertyId: "maple-court",
      address: "42 Maple Street, Springfield",
      unit: "4B",
      callbackNumber: "5555550142",
      name: "Robin",
      permissionToEnter: true,
      confirmed: true,
    });
  });
});

test("a unit that is corrected at the read-back is read again alone, and sent as corrected", () => {
  const call = scriptedCall({ callerNumber });
  const agent = saysAll(call, [
    "My toilet is overflowing and it will not stop.",
    "Everyone is safe.",
    "It is still flowing, only in the bathroom.",
    "42 Maple Street, unit 4B.",
    "Yes.",
    "Robin",
    "Yes.",
    "No, the unit is 4D.",
    "Yes, that is right.",
  ]);
  expect(agent[7]).toBe("Got it. The unit is 4D. Is it correct now?");
  expect(agent[8]).toContain("Bluepipe Plumbing is asked to call you");
  expect(call.facts).toMatchObject({ unit: "4D", confirmed: true });
});

test("a no at the read-back asks what to change, and a number called wrong is asked for anew", () => {
  const call = confirming();
  expect(call.says("No.")).toBe("All right. What should I change?");
  expect(call.says("the number is wrong")).toBe(
    "Got it. What number can the technician call? Area code first, please.",
  );
  expect(call.says("555 555 0177")).toBe(
    "Got it. Your number is five five five, five five five, zero one seven seven. Is it correct now?",
  );
  call.says("yes");
  expect(call.facts).toMatchObject({ callbackNumber: "5555550177", confirmed: true });
});

test("an address corrected to one that nobody knows takes the old property back", () => {
  const call = confirming();
  expect(call.says("no, it's 17 Oak Road")).toContain("at 17 Oak Road. Is it correct now?");
  expect(call.facts).toMatchObject({ address: "17 Oak Road", propertyId: "" });
});

test("a caller who never agrees is helped after the third read-back", () => {
  const call = confirming();
  const agent = saysAll(call, ["no, unit 4A", "no, unit 4D"]);
  expect(agent[1]).toContain("The unit is 4D.");
  expect(call.says("no")).toContain("I'm sending it as I heard it");
  expect(dispatches(call)).toHaveLength(1);
});

describe("gas", () => {
  test("with a known number: get out, the team is alerted, the call ends", () => {
    const call = scriptedCall({ callerNumber });
    expect(call.says("I smell gas in my kitchen")).toBe(
      "Our team is alerted. Stay out of the building, and call nine one one.",
    );
    expect(call.facts).toEqual({
      problem: "I smell gas in my kitchen",
      trade: "heating",
      urgency: "lifeSafety",
      callbackNumber: "5555550142",
    });
    expect(call.over).toBe(true);
  });

  test("with a withheld number: get out, and only that number is asked for", () => {
    const call = scriptedCall();
    expect(call.says("there is a gas leak")).toBe(
      "Get out now. Call nine one one once you're outside. I can't call them for you. " +
        "And which number can our team call you on?",
    );
    expect(call.says("five five five five five five")).toBe("Go on, I'm listening.");
    expect(call.says("oh one four two")).toBe(
      "Our team is alerted. Stay out of the building, and call nine one one.",
    );
    expect(call.facts.callbackNumber).toBe("5555550142");
    expect(call.says("okay")).toContain("Our team is alerted");
    expect(call.over).toBe(true);
  });

  test("in the middle of the intake ends the intake", () => {
    const call = scriptedCall({ callerNumber });
    saysAll(call, ["there is no heat", "no"]);
    expect(call.says("wait, now I smell gas")).toContain("Stay out of the building");
    expect(call.over).toBe(true);
  });
});

test("a shock leaves the intake going, as a matter of life and death", () => {
  const call = scriptedCall({ callerNumber });
  expect(call.says("the outlet is sparking")).toBe("Oh no, I'm sorry. How bad is it right now?");
  expect(call.facts).toMatchObject({ urgency: "lifeSafety" });
});

test("a wrong number is let go", () => {
  const call = scriptedCall({ callerNumber });
  expect(call.says("Sorry, I think I have the wrong number.")).toMatch(/^No problem\. /);
  expect(call.events).toEqual([{ type: "call.endRequested", reason: "wrongNumber" }]);
});

describe("an angry caller", () => {
  test("is put through, and what was said is recorded", () => {
    const call = scriptedCall({ callerNumber });
    call.says("there is no heat");
    expect(call.says("this is ridiculous, I'm in 4B, get me a human")).toMatch(/^I understand\. /);
    expect(toolsOf(call).slice(-2)).toEqual(["recordDetails", "transferToHuman"]);
    expect(call.facts.unit).toBe("4B");
  });

  test("is helped on when nobody can be reached", () => {
    const call = scriptedCall({ callerNumber, tools: ["recordDetails"] });
    expect(call.says("I want to speak to a manager")).toBe(
      "I understand. I can't put you through just now, but I can send help. " +
        "Is anyone hurt or in danger? Any gas smell, smoke, sparks?",
    );
  });
});

test("a routine problem is logged for the office, with what would make it urgent", () => {
  const call = scriptedCall({ callerNumber });
  const agent = saysAll(call, [
    "my dishwasher is broken",
    "no",
    "it just does not start",
    "fern cottage",
    "yes",
    "Robin",
    "no, I will be home",
    "yes",
  ]);
  expect(agent[3]).not.toContain("unit");
  expect(agent[7]).toContain("This one waits for office hours");
  expect(agent[7]).toContain("call right back");
  expect(dispatches(call)).toEqual([
    { type: "dispatch.requested", vendor: "office", trade: "appliance", urgency: "routine" },
  ]);
  expect(call.facts).toMatchObject({ unit: "none", permissionToEnter: false, accessNotes: "I will be home" });
});

test("a caller whose number is withheld dictates one in pieces", () => {
  const call = scriptedCall();
  const agent = saysAll(call, [
    "the toilet is overflowing",
    "no",
    "all over the floor",
    "maple court 4B",
    "this number",
  ]);
  expect(agent[3]).toContain("What number can the technician call?");
  expect(agent[4]).toBe("Sorry, once more. Please say the telephone number, digit by digit.");
  expect(call.says("five five five")).toBe("Go on, I'm listening.");
  expect(call.says("oh one four two")).toBe("And the area code?");
  expect(call.says("it's five five five")).toBe("Thank you. What's your name?");
  expect(call.facts.callbackNumber).toBe("5555550142");
});

test("an offered number that is neither taken nor refused twice is asked for instead", () => {
  const call = upToLocation();
  expect(call.says("Maple Court 4B")).toContain("Is the number you're calling from the best one");
  expect(call.says("hmm")).toContain("Should the technician call the number you're calling from, yes or no?");
  expect(call.says("hmm")).toContain("What number can the technician call?");
});

describe("facts out of order", () => {
  test("are all taken from the opening, and none is asked for again", () => {
    const call = scriptedCall({ callerNumber });
    expect(call.says("a pipe burst in 4B at 42 Maple Street and water is coming through the ceiling")).toBe(
      "Oh no, I'm sorry. Is anyone hurt or in danger? Any gas smell, smoke, sparks?",
    );
    expect(call.says("no everybody is fine")).toBe(
      "All right. Is the number you're calling from the best one to reach you?",
    );
    expect(call.facts).toMatchObject({ propertyId: "maple-court", unit: "4B" });
    expect(toolsOf(call)).not.toContain("findProperty");
  });

  test("lead to the read-back when all are told at once", () => {
    const call = scriptedCall();
    const story =
      "Hi, this is Robin at 17 Oak Road, unit 2. The furnace stopped, it's freezing since this morning. " +
      "Nobody is hurt. My number is 555 555 0142. You can come right in.";
    expect(call.says(story)).toBe(
      "Oh no, I'm sorry. Let me find that. That's all right. I can help all the same. Let me check. Your number is five five five, five five five, zero one four two. " +
        "You're in unit 2, at 17 Oak Road. The problem is: the furnace stopped. Is that right?",
    );
  });

  test("a unit told with the answer on safety is not asked for later", () => {
    const call = scriptedCall({ callerNumber });
    saysAll(call, ["no heat", "no, we're fine, I'm in unit 4B", "freezing"]);
    expect(call.says("Maple Court")).toContain("Is the number you're calling from");
  });
});

describe("a building", () => {
  test("that nobody has on record is no obstacle", () => {
    const call = upToLocation();
    expect(call.says("17 Oak Road, unit 2")).toBe(
      "Let me find that. That's all right. I can help all the same. " +
        "Is the number you're calling from the best one to reach you?",
    );
    expect(call.facts).toMatchObject({ address: "17 Oak Road", unit: "2" });
    expect(call.says("yes")).toBe("Thank you. What's your name?");
    expect(toolsOf(call).filter((name) => name === "findProperty")).toHaveLength(1);
  });

  test("that could be two is asked about", () => {
    const call = upToLocation();
    expect(call.says("Maple")).toBe(
      "Let me find that. There's more than one. Which one is it, Maple Court, or Maple Gardens?",
    );
    expect(call.says("the gardens")).toBe("Let me find that. Found it. Which unit are you in?");
  });

  test("without the unit that was said is asked about once, and then believed", () => {
    const call = upToLocation();
    expect(call.says("Maple Court, unit 9Z")).toContain("I don't see unit 9Z there.");
    expect(call.says("9Z")).toContain("Is the number you're calling from");
    expect(call.facts.unit).toBe("9Z");
  });
});

describe("what is not an answer", () => {
  test("a moment is granted without a question", () => {
    const call = upToLocation();
    expect(call.says("hold on a second")).toBe("Take your time.");
    expect(call.says("unit 4B")).toContain("Which building is it?");
  });

  test("what did you say gets the question in other words", () => {
    expect(upToLocation().says("what did you say?")).toContain("Of course. Which building is it?");
  });

  test("a question about the time is answered without a promise", () => {
    expect(upToLocation().says("when will they come?")).toMatch(/^Nobody gave a time yet\. /);
  });

  test("yes to danger brings the advice to call nine one one", () => {
    const call = scriptedCall({ callerNumber });
    call.says("there is no heat");
    expect(call.says("yes")).toContain("hang up and call them now");
    expect(call.facts.safe).toBe(false);
  });
});

describe("after the dispatch", () => {
  test("something more is written down", () => {
    const call = confirming();
    call.says("yes");
    expect(call.says("yes")).toBe("Go ahead, please.");
    expect(call.says("the dog is in the bedroom")).toBe(
      "Got it. I've written that down. Anything more for the technician?",
    );
    expect(call.facts.accessNotes).toBe("the dog is in the bedroom");
    call.says("that's it");
    expect(call.over).toBe(true);
  });

  test("a caller who goes on and on is said goodbye to", () => {
    const call = confirming();
    saysAll(call, ["yes", "when will they come", "how long will it take", "how soon is that"]);
    expect(call.over).toBe(true);
  });
});

describe("nothing understood", () => {
  test.each(["uh", "hmm", "mhm uh"])(
    "a caller who only says %j comes to a dispatch all the same",
    (sound) => {
      const call = scriptedCall({ callerNumber });
      const said: string[] = [];
      while (!call.over && said.length < 40) said.push(call.says(sound));
      expect(call.over).toBe(true);
      expect(dispatches(call)).toHaveLength(1);
      const questions = said
        .map((text) => text.split(". ").at(-1) ?? "")
        .filter((text) => text.endsWith("?"));
      const most = Math.max(
        ...questions.map((question) => questions.filter((other) => other === question).length),
      );
      expect(most).toBeLessThanOrEqual(3);
    },
  );

  test("without any number to call back a human takes over", () => {
    const call = scriptedCall();
    const said: string[] = [];
    while (!call.over && said.length < 40) said.push(call.says("uh"));
    expect(toolsOf(call).at(-1)).toBe("transferToHuman");
  });
});

test("every reply begins with a sentence of at most five words", () => {
  const call = scriptedCall({ callerNumber });
  const lines = [
    "a pipe burst",
    "no",
    "bad",
    "Maple Court 4B",
    "yes",
    "Robin",
    "yes",
    "no",
    "unit 4A",
    "yes",
    "no",
  ];
  for (const text of saysAll(call, lines)) {
    const first = text.split(/(?<=[.?!])\s/)[0] ?? "";
    expect(first.split(" ").length, first).toBeLessThanOrEqual(5);
  }
  expect(call.over).toBe(true);
});

test("only tools that are legal are called", () => {
  const call = scriptedCall({ callerNumber, tools: ["recordDetails"] });
  saysAll(call, ["a pipe burst", "no", "bad", "Maple Court 4B", "yes", "Robin", "yes", "yes"]);
  expect(new Set(toolsOf(call))).toEqual(new Set(["recordDetails"]));
});

/** A call that has just been asked for the address. */
function upToLocation(): ScriptedCall {
  const call = scriptedCall({ callerNumber });
  saysAll(call, ["the toilet is overflowing", "no", "it's all over the floor"]);
  return call;
}

/** A call that has just been read back. */
function confirming(): ScriptedCall {
  const call = upToLocation();
  const agent = saysAll(call, ["Maple Court, unit 4B", "yes", "Robin", "yes"]);
  expect(agent.at(-1)).toContain("Is that right?");
  return call;
}
