import { describe, expect, it } from "vitest";
import { endpointWait, prepareWait } from "#machines/call/endpointing.ts";
import type { Expectation } from "#machines/call/types.ts";
import { asSpoken, countDigits, isBackchannel } from "#machines/call/words.ts";

const wait = (words: string, expects: Expectation = "story", endOfTurn?: number) =>
  endpointWait({ words, expects, endOfTurn, bounds: { minMs: 300, maxMs: 1800 } });

describe("the silence that ends a turn", () => {
  it("is the longest after words that lead on", () => {
    for (const words of ["There is water and", "It's um", "the unit is", "well, you see,", "I live at the"])
      expect([words, wait(words)]).toEqual([words, 1800]);
  });

  it("is the longest after a well that begins something, and not after one that ends it", () => {
    expect([wait("Well."), wait("Oh, well."), wait("No, well")]).toEqual([1800, 1800, 1800]);
    expect(wait("They don't close well.")).toBeLessThan(1800);
  });

  it("is not, after a word that may lead on, when the recognizer heard the sentence end", () => {
    expect([wait("Yes, they can come in"), wait("Yes, they can come in.", "yesNo")]).toEqual([1800, 360]);
  });

  it("is the shortest after a plain answer to a yes-or-no question", () => {
    for (const words of ["Yes.", "no", "That's right.", "Nope, no."])
      expect([words, wait(words, "yesNo")]).toEqual([words, 300]);
    expect(wait("Yes.", "story")).toBeGreaterThan(300);
    expect(wait("Yes but the unit is wrong, it is 4D.", "yesNo")).toBeGreaterThan(300);
  });

  it("waits for a telephone number to have all its digits", () => {
    expect(wait("My number is 555 0142.", "telephone")).toBe(1800);
    expect(wait("five five five, five five five", "telephone")).toBe(1800);
    expect(wait("555 555 0142", "telephone")).toBe(300);
    expect(wait("My name is Sam.", "telephone")).toBe(504);
    expect(wait("Yes.", "telephone")).toBe(300);
  });

  it("is longer for a story than for an answer, and longer without the end of a sentence", () => {
    expect(wait("A pipe burst.", "story")).toBe(630);
    expect(wait("A pipe burst", "story")).toBe(910);
    expect(wait("No, it is fine here.", "yesNo")).toBe(360);
    expect(wait("It is bad.", "open")).toBe(504);
    expect(wait("42 Maple Street.", "address")).toBe(504);
  });

  it("is that of an open question when a yes or a no was asked for, and something else is told", () => {
    expect(wait("There is water on the floor.", "yesNo")).toBe(wait("There is water on the floor.", "open"));
  });

  it("follows the end-of-turn model only where it is sure", () => {
    expect(wait("A pipe burst.", "story", 0.7)).toBe(504);
    expect(wait("A pipe burst.", "story", 0.4)).toBe(630);
    expect(wait("A pipe burst.", "story", 0.05)).toBe(945);
  });

  it("keeps within the workspace's bounds", () => {
    const bounds = { minMs: 700, maxMs: 900 };
    expect(endpointWait({ words: "Yes.", expects: "yesNo", endOfTurn: 0.9, bounds })).toBe(700);
    expect(endpointWait({ words: "A pipe burst", expects: "story", endOfTurn: 0.01, bounds })).toBe(900);
  });
});

describe("the silence before a reply is prepared", () => {
  const bounds = { minMs: 300, maxMs: 1800 };
  const wait = (words: string, expects: Expectation = "open", maxMs = 1800) =>
    prepareWait({ words, expects, bounds: { ...bounds, maxMs } });

  it("is that of a recognizer which lags, unless the words lead on", () => {
    expect([wait("a pipe burst"), wait("a pipe burst and"), wait("it is unit")]).toEqual([550, 600, 600]);
    expect([wait("555 0142", "telephone"), wait("555 555 0142", "telephone")]).toEqual([600, 550]);
    expect(wait("a pipe burst and", "open", 900)).toBe(550);
  });
});

describe("words", () => {
  it("are the same however they are written", () => {
    expect(asSpoken("It's forty-two Maple Street, unit four B!")).toBe(
      asSpoken("it's 42 maple street unit 4b"),
    );
    expect(asSpoken("five five five, oh one seventeen")).toBe("555oh117");
    expect(asSpoken("twenty ten ninety zero")).toBe("2010900");
    expect(asSpoken("unit 4B")).not.toBe(asSpoken("unit 4D"));
  });
});

describe("digits", () => {
  it("are counted written, spoken and doubled", () => {
    expect(["555 0142", "five five five", "double five oh one", "no digits", ""].map(countDigits)).toEqual([
      7, 3, 4, 0, 0,
    ]);
  });
});

describe("a sound over the agent's voice", () => {
  it("is listening or an answer, depending on what was asked", () => {
    expect(isBackchannel("Mhm.", "yesNo")).toBe(true);
    expect(isBackchannel("", "story")).toBe(true);
    expect(isBackchannel("Okay.", "story")).toBe(true);
    expect(isBackchannel("Okay.", "yesNo")).toBe(false);
    expect(isBackchannel("Wait.", "story")).toBe(false);
  });
});
