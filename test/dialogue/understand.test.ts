import { describe, expect, test } from "vitest";
import type { Context } from "#src/dialogue/understanding/context.ts";
import { understand } from "#src/dialogue/understanding/understand.ts";
import { workspace } from "./workspace.ts";

function context(over: Partial<Context> = {}): Context {
  return {
    facts: {},
    partialNumber: "",
    properties: workspace.properties,
    trades: workspace.vendors.map(({ trade }) => trade),
    ...over,
  };
}
const known = { safe: true, problem: "a leak", trade: "plumbing", urgency: "emergency" } as const;

describe("an opening story", () => {
  test("gives problem, severity, address, unit, trade and urgency at once", () => {
    const text = "a pipe burst in 4B at 42 Maple Street and water is coming through the ceiling";
    expect(understand(text, context())).toEqual({
      facts: {
        problem: "a pipe burst",
        severity: "water is coming through the ceiling",
        address: "42 Maple Street, Springfield",
        unit: "4B",
        trade: "plumbing",
        urgency: "emergency",
      },
    });
  });

  test("gives name, unit and number, too", () => {
    const text = "Hi, this is Robin in unit 4D. The heat is out, nobody is hurt. Call me at 555 555 0142.";
    expect(understand(text, context()).facts).toEqual({
      name: "Robin",
      unit: "4D",
      callbackNumber: "5555550142",
      safe: true,
      problem: "The heat is out",
      trade: "heating",
      urgency: "emergency",
    });
  });

  test("without a problem gives none", () => {
    expect(understand("Hello, I need help", context())).toEqual({ facts: {} });
  });
});

describe("an answer", () => {
  test("of any kind is the problem when that was asked", () => {
    expect(understand("mushrooms", context({ asked: "problem" })).facts.problem).toBe("mushrooms");
  });

  test("of any kind is the severity when that was asked", () => {
    const heard = understand("kind of so so", context({ asked: "severity", facts: known }));
    expect(heard.facts).toEqual({ severity: "kind of so so" });
  });

  test("of plain no is a severity, too", () => {
    expect(understand("No.", context({ asked: "severity", facts: known })).facts).toEqual({
      severity: "No.",
    });
  });

  test("can make a routine problem an emergency, and not the other way round", () => {
    const routine = { ...known, problem: "a dripping faucet", urgency: "routine" } as const;
    const worse = understand("water is pouring out", context({ asked: "severity", facts: routine }));
    expect(worse.facts.urgency).toBe("emergency");
    const better = understand("the faucet only drips", context({ asked: "severity", facts: known }));
    expect(better.facts).toEqual({ severity: "the faucet only drips" });
  });

  test("in free words is the address when that was asked", () => {
    const heard = understand(
      "the blue house behind the church",
      context({ asked: "location", facts: known }),
    );
    expect(heard.facts).toEqual({ address: "The Blue House Behind The Church" });
  });

  test("about the problem is no address", () => {
    const heard = understand("the pipe is still leaking", context({ asked: "location", facts: known }));
    expect(heard.facts.address).toBeUndefined();
  });

  test("of yes accepts the number that was offered", () => {
    const offer = context({ asked: "numberOffer", callerNumber: "+15555550142", facts: known });
    expect(understand("yes", offer).facts).toEqual({ callbackNumber: "5555550142" });
    expect(understand("no", offer).facts).toEqual({});
    expect(understand("no, use 555 555 0177", offer).facts).toEqual({ callbackNumber: "5555550177" });
  });

  test("of this number means nothing when the number is withheld", () => {
    expect(understand("this number", context({ asked: "number", facts: known })).facts).toEqual({});
  });

  test("completes a number that was begun", () => {
    const begun = context({ asked: "goOn", partialNumber: "555555", facts: known });
    expect(understand("oh one four two", begun)).toEqual({ facts: { callbackNumber: "5555550142" } });
    expect(understand("oh one", begun)).toEqual({ facts: {}, partialNumber: "55555501" });
  });

  test("that is a house number is no piece of a telephone number", () => {
    const heard = understand("it's 42 Maple Street unit 4A", context({ asked: "number", facts: known }));
    expect(heard).toEqual({ facts: { address: "42 Maple Street, Springfield", unit: "4A" } });
  });
});

describe("at the read-back", () => {
  const readBack = context({ asked: "confirm", facts: { ...known, unit: "4B", severity: "bad" } });

  test("a yes with a correction carries both", () => {
    expect(understand("yes but the unit is 4D", readBack)).toEqual({ facts: { unit: "4D" }, yesNo: "yes" });
  });

  test("the wrong number is a dispute and no wrong call", () => {
    expect(understand("no, that's the wrong number", readBack)).toEqual({
      facts: {},
      yesNo: "no",
      disputed: "callbackNumber",
    });
  });

  test("another problem replaces the one recorded", () => {
    expect(understand("no, the toilet is overflowing", readBack).facts.problem).toBe(
      "the toilet is overflowing",
    );
  });

  test("no, it's fine is a yes", () => {
    expect(understand("no, it's fine", readBack)).toEqual({ facts: {}, yesNo: "yes" });
  });

  test("more words after asking what to change are added to the problem", () => {
    const change = context({ asked: "change", facts: known });
    expect(understand("only in the bedroom", change).facts).toEqual({
      problem: "a leak, only in the bedroom",
      trade: "plumbing",
      urgency: "emergency",
    });
  });
});
