import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { redactText } from "#src/api/privacy/redact-text.ts";
import { labelledUtterances, scoreRedaction, workspace } from "./score-redaction.ts";

const said = (text: string, stage = "problem", facts: Record<string, string> = {}): string =>
  redactText(text, { speaker: "tenant", stage, facts, workspace });

describe("what is stored of an utterance", () => {
  it.each([
    ["Hi, this is Dana Okafor in unit 4B.", "Hi, this is ‹name› in unit ‹unit›."],
    ["hi this is rose from apartment twelve", "hi this is ‹name› from apartment ‹unit›"],
    ["I live at 42 Maple Street, call 555-0142", "I live at ‹address›, call ‹number›"],
    ["five five five oh one double four", "‹number›"],
    ["write to dana at example dot com", "write to ‹email›"],
    ["Dana's sink leaks", "‹name›'s sink leaks"],
    ["Bluepipe Plumbing was here", "Bluepipe Plumbing was here"],
  ])("%s", (text, stored) => {
    expect(said(text)).toBe(stored);
  });

  it.each([
    "I called nine one one, and water has been running for three hours.",
    "There are two inches of water and it's 52 degrees.",
    "will you send somebody tonight",
    "It started at 9:30 pm on the second floor.",
  ])("is all of it where it names nobody: %s", (text) => {
    expect(said(text)).toBe(text);
  });

  // Where each took as long as all before it, these took minutes, and stopped the whole process.
  it.each(["(", "dot com ", "a@", "corner of ", "'s"])("is found soon in many thousands of %s", (piece) => {
    const many = `x${piece.repeat(1_000_000 / piece.length)}. Call 555-0142`;
    expect(said(many).endsWith("Call ‹number›")).toBe(true);
  });

  it("is a mask where the word is a name only because it was asked for", () => {
    expect(said("rose", "contact")).toBe("‹name›");
    expect(said("the water is coming through the ceiling", "contact")).toBe(
      "the water is coming through the ceiling",
    );
  });

  it("hides more once the caller's facts are known, and the same when it is redacted again", () => {
    const early = said("tell them hope is downstairs");
    expect(early).toBe("tell them hope is downstairs");
    expect(said(early, "problem", { name: "Hope Wells" })).toBe("tell them ‹name› is downstairs");
    expect(said(said("my name is Dana in 4B"), "problem", { name: "Dana" })).toBe(
      "my name is ‹name› in ‹unit›",
    );
  });
});

describe("over the labelled utterances", () => {
  const all = labelledUtterances();
  const recall = (set: "tuned" | "held") => {
    const { kinds, harmless, overmasked } = scoreRedaction(all.filter((one) => one.set === set));
    const share = Object.entries(kinds).map(([kind, { all, left }]) => [kind, 1 - left.length / all]);
    return { ...Object.fromEntries(share), overmasked: overmasked.length / harmless } as Record<
      string,
      number
    >;
  };

  it("there are enough to tell", () => {
    expect(all.length).toBeGreaterThanOrEqual(200);
    expect(all.filter(({ set }) => set === "held").length).toBeGreaterThanOrEqual(100);
  });

  it.each(["tuned", "held"] as const)("those %s are masked", (set) => {
    const { name = 0, number = 0, address = 0, unit = 0, email = 0, overmasked = 1 } = recall(set);

    expect(name).toBeGreaterThanOrEqual(0.97);
    expect(number).toBeGreaterThanOrEqual(0.9);
    expect(address).toBeGreaterThanOrEqual(0.94);
    expect(unit).toBeGreaterThanOrEqual(0.94);
    expect(email).toBe(1);
    expect(overmasked).toBeLessThanOrEqual(0.01);
  });

  it("what tenants report of danger stays readable", () => {
    const [, ...lines] = readFileSync("test/dialogue/corpus/hazards.tsv", "utf8").trimEnd().split("\n");
    const texts = lines.map((line) => line.split("\t")[0] ?? "");
    const words = texts.flatMap((text) => text.split(" ")).length;
    const masks = texts.flatMap((text) => said(text).match(/‹\w+›/g) ?? []).length;

    expect(masks / words).toBeLessThanOrEqual(0.01);
  });
});
