import { describe, expect, it } from "vitest";
import { hazardCategories, stages } from "#machines/call/types.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { phrasesForCaller } from "#src/workspaces/phrases.ts";

const packs = loadPacks("prompts");
const [mapleCourt] = packs;
if (mapleCourt === undefined) throw new Error("prompts/ ships no workspace.");

const sentencesOf = (text: string) => text.match(/[^.?!]+[.?!]+/g)?.map((each) => each.trim()) ?? [text];
const firstSentence = (text: string) => sentencesOf(text)[0] ?? "";
const wordCount = (text: string) => text.split(" ").length;

describe("the shipped workspace", () => {
  it("is Maple Court Residences on its number", () => {
    expect(packs.map(({ workspace }) => [workspace.id, workspace.name, workspace.phoneNumbers])).toEqual([
      ["maple-court", "Maple Court Residences", ["+15555550100"]],
    ]);
  });

  it("has the units of 42 Maple Street", () => {
    const property = mapleCourt.workspace.properties.find(({ address }) => address === "42 Maple Street");

    expect(property?.units).toEqual(
      [1, 2, 3, 4, 5, 6].flatMap((floor) => ["A", "B", "C", "D"].map((door) => `${floor}${door}`)),
    );
  });

  it("uses none but fictional telephone numbers", () => {
    const { phoneNumbers, ladder, vendors } = mapleCourt.workspace;
    const numbers = [...phoneNumbers, ...[...ladder, ...vendors].map(({ phone }) => phone)];

    expect(numbers.filter((number) => !/^\+155555501\d\d$/.test(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("has a vendor for every trade at any hour that danger and damage need", () => {
    const trades = mapleCourt.workspace.vendors
      .filter(({ hours }) => hours === "always")
      .map(({ trade }) => trade);

    expect(trades).toEqual(
      expect.arrayContaining(["plumbing", "electrical", "heating", "locksmith", "general"]),
    );
  });

  it("has a prompt for every stage", () => {
    expect(Object.keys(mapleCourt.stages).toSorted()).toEqual([...stages].toSorted());
  });

  it("names every tool, and no other, in its system prompt", () => {
    expect(mapleCourt.system.match(/^- [a-z]+[A-Z]\w+/gm)).toEqual([
      "- recordDetails",
      "- findProperty",
      "- reportHazard",
      "- requestDispatch",
      "- transferToHuman",
      "- endCall",
    ]);
  });
});

describe("its openers", () => {
  const openers = Object.entries(mapleCourt.phrases).flatMap(([name, text]) =>
    name.startsWith("opener.") ? [text] : [],
  );

  it("are told to the model, word for word", () => {
    expect(openers.length).toBeGreaterThan(10);
    expect(openers.filter((text) => !mapleCourt.system.includes(`"${text}"`))).toEqual([]);
  });

  it("begin each acknowledgement of the script, so that none of them waits for a voice", () => {
    const lines = Object.entries(mapleCourt.script).filter(([name]) => /^(?:ack|welcome)\./.test(name));

    expect(lines.length).toBe(10);
    expect(lines.filter(([, line]) => !openers.includes(firstSentence(line)))).toEqual([]);
  });

  it("claim nothing that has to be true first", () => {
    expect(openers.filter((text) => /\b(?:sent|found|safe|done|recorded|changed)\b/i.test(text))).toEqual([]);
  });
});

describe("its fixed phrases", () => {
  it("greets shortly: who, what, nine one one, and the question last", () => {
    expect(mapleCourt.phrases["greeting"]).toBe(
      "Maple Court Residences. I'm EMA, an automated assistant. If anyone is in danger, hang up and call nine one one. What's happening?",
    );
  });

  it("begin with at most six words, so that audio starts soon", () => {
    const long = Object.entries(mapleCourt.phrases).filter(([, text]) => wordCount(firstSentence(text)) > 6);

    expect(long).toEqual([]);
  });

  it("have no sentence that is hard to keep in mind", () => {
    const long = Object.values(mapleCourt.phrases)
      .flatMap(sentencesOf)
      .filter((sentence) => wordCount(sentence) > 18);

    expect(long).toEqual([]);
  });

  it.each(hazardCategories)(
    "safety.%s sends the caller to nine one one, since EMA cannot call",
    (category) => {
      expect(sentencesOf(mapleCourt.phrases[`safety.${category}`] ?? "")).toEqual(
        expect.arrayContaining([expect.stringMatching(/call nine one one\b/i), "I can't call them for you."]),
      );
    },
  );

  it.each(["gas", "carbonMonoxide", "fire", "collapse"])(
    "safety.%s ends with the call-back and sends the caller out",
    (category) => {
      const { phrases } = mapleCourt;
      const extra = category === "fire" ? ["Meet the others on the lawn across the street."] : [];

      expect(sentencesOf(phrases[`safety.${category}`] ?? "").slice(-2 - extra.length)).toEqual([
        "I'm alerting our on-call team, and asking them to call you back on this number.",
        "Go now.",
        ...extra,
      ]);
    },
  );

  it.each(["gas", "carbonMonoxide", "fire", "collapse"])(
    "safety.%s asks a caller whose number is withheld to call back, and is the same otherwise",
    (category) => {
      const promise = "and asking them to call you back on this number.";
      const request = "but we can't see your number. Call us back once you're outside.";
      const known = mapleCourt.phrases[`safety.${category}`] ?? "";

      expect(known).toContain(promise);
      expect(mapleCourt.phrases[`safety.${category}.withheld`]).toBe(known.replace(promise, request));
    },
  );

  it("send nobody out with the promise of a call to a number that nobody sees", () => {
    const withheld = phrasesForCaller(mapleCourt.phrases, true);
    const promising = hazardCategories.filter((category) =>
      withheld[`safety.${category}`]?.includes("this number"),
    );

    expect(promising).toEqual([]);
  });

  it.each(["notInService", "lineDisabled", "cutOff", "timeOver"])(
    "%s says what to do in danger, since nobody is taking this call any further",
    (name) => {
      expect(mapleCourt.phrases[name]).toMatch(/If anyone is in danger,( hang up and)? call nine one one\./);
    },
  );

  it.each(["notInService", "lineDisabled"])("%s says that nobody human is speaking", (name) => {
    expect(mapleCourt.phrases[name]).toMatch(/automated assistant/);
  });
});
