import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, onTestFinished, test } from "vitest";
import { createTriage } from "#src/dialogue/triage.ts";
import { parseLabelledSet } from "#src/dialogue/scoring/labelled-set.ts";
import type { HazardRule } from "#src/workspaces/pack.ts";
import { hazardRulesOf } from "#src/hazard-rules.ts";

const triage = createTriage(parse(readFileSync("prompts/default/hazards.yaml", "utf8")) as HazardRule[]);

const run = (args: readonly string[], input: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/triage.ts", ...args], {
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
};

describe("an utterance", () => {
  test.each([
    ["I smell gas", ["gas"], "lifeSafety", 'gas: "smell gas"'],
    [
      "there's smoke and he is bleeding",
      ["fire", "medical"],
      "lifeSafety",
      'fire: "smoke"; medical: "bleeding"',
    ],
    ["No smoke, the furnace quit.", [], "emergency", 'no heat: "furnace quit"'],
    ["the dishwasher is broken", [], "routine", 'appliance: "dishwasher"'],
    ["the elevator is broken", [], "emergency", "no rule: a problem that no rule knows is an emergency"],
    ["Hello?", [], "routine", "no rule"],
  ])("%j is answered with what decided", (text, hazards, urgency, because) => {
    expect(JSON.stringify(triage(text))).toBe(JSON.stringify({ text, hazards, urgency, because }));
  });
});

describe("an emergency without danger to life is", () => {
  test.each([
    "water is pouring in and I can't stop it",
    "there's sewage coming up the drain",
    "the heat is out and it's freezing outside",
    "the AC stopped working and it's a hundred degrees",
    "our power is out, the breakers are fine",
    "there is no running water",
    "our only toilet won't flush",
    "the front door won't lock",
    "my window was smashed and I'm on the ground floor",
    "the pipes are frozen",
    "the alarm won't stop",
    "I'm locked out of my apartment",
    "I pay my rent and there is a hole in my ceiling",
    "the railing on the stairs is loose",
    "my front door handle came off",
  ])("%s", (text) => {
    expect(triage(text)).toMatchObject({ hazards: [], urgency: "emergency" });
  });
});

describe("what waits for the office is", () => {
  test.each([
    "my oven doesn't work",
    "a light bulb burned out",
    "the sink drains slowly",
    "there are roaches everywhere",
    "my neighbors are so loud",
    "the refrigerator stopped cooling",
    "we have no hot water",
    "my smoke detector chirps once a minute",
    "we had a leak last year",
    "the fire department has left",
    "is this a fire hazard?",
    "is the building insured against fire?",
  ])("%s", (text) => {
    expect(triage(text)).toMatchObject({ hazards: [], urgency: "routine" });
  });
});

describe("npm run triage", () => {
  test("prints a line for a line and skips empty ones", () => {
    const { status, stdout, stderr } = run([], "I smell gas\n\n  \nHello?\r\nthe pipe burst");

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n")).toEqual([
      '{"text":"I smell gas","hazards":["gas"],"urgency":"lifeSafety","because":"gas: \\"smell gas\\""}',
      '{"text":"Hello?","hazards":[],"urgency":"routine","because":"no rule"}',
      '{"text":"the pipe burst","hazards":[],"urgency":"emergency","because":"frozen or burst pipe: \\"burst\\""}',
    ]);
  });

  test.each([
    [["--fast"], "Unknown option '--fast'; options are --workspace NAME, --score FILE and --help."],
    [
      ["--workspace", "oak"],
      `${join("prompts", "oak")}: there is no such workspace; write one of default, maple-court.`,
    ],
    [["--score", "nowhere.tsv"], "--score is 'nowhere.tsv': it cannot be read (ENOENT)."],
  ])("with %j ends with one sentence", (args, sentence) => {
    expect(run(args, "")).toEqual({ status: 1, stdout: "", stderr: `${sentence}\n` });
  });
});

describe("a workspace's own rules", () => {
  const withRules = (rules: string): string => {
    const dir = mkdtempSync(join(tmpdir(), "prompts-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    cpSync("prompts", dir, { recursive: true });
    writeFileSync(join(dir, "maple-court", "hazards.yaml"), rules);
    return dir;
  };

  test("add to the default's", () => {
    const promptsDir = withRules("- { category: fire, heard: [barbecue|grill * balcony] }\n");
    const tried = createTriage(hazardRulesOf(promptsDir, "maple-court"));

    expect(tried("a barbecue on the balcony and a smell of gas")).toEqual({
      text: "a barbecue on the balcony and a smell of gas",
      hazards: ["gas", "fire"],
      urgency: "lifeSafety",
      because: 'gas: "smell of gas"; fire: "barbecue|grill * balcony"',
    });
    expect(createTriage(hazardRulesOf(promptsDir, "default"))("a barbecue on the balcony").hazards).toEqual(
      [],
    );
  });

  test("take back what they hear themselves, and nothing of the default's", () => {
    const promptsDir = withRules(
      "- category: gas\n  heard: [smells odd]\n  unless: [smell gas, smell ..., gas ..., ... gas, smells odd today]\n",
    );
    const tried = createTriage(hazardRulesOf(promptsDir, "maple-court"));

    expect(tried("it smells odd").hazards).toEqual(["gas"]);
    expect(tried("it smells odd today").hazards).toEqual([]);
    expect(tried("I smell gas").hazards).toEqual(["gas"]);
    expect(tried("a smell of gas in the kitchen").hazards).toEqual(["gas"]);
  });

  test("that cannot be used are refused in one sentence", () => {
    const promptsDir = withRules("- { category: fire, heard: [gas | fire] }\n");

    expect(() => hazardRulesOf(promptsDir, "maple-court")).toThrow(
      `${join(promptsDir, "maple-court", "hazards.yaml")}: A | must stand between two single words, without spaces: "gas | fire"; mend it there, or leave it out to take the default's.`,
    );
  });
});

describe("a labelled set", () => {
  const header = "text\thazards\turgency\tspeech";

  test("is read line by line", () => {
    expect(
      parseLabelledSet(`${header}\nfire and blood\tfire,medical\tlifeSafety\tclean\nhi\t\troutine\tnoisy\n`),
    ).toEqual([
      { text: "fire and blood", hazards: ["fire", "medical"], urgency: "lifeSafety", speech: "clean" },
      { text: "hi", hazards: [], urgency: "routine", speech: "noisy" },
    ]);
  });

  test.each([
    ["hi\t\troutine\tclean", "line 1: the header must be text, hazards, urgency, speech, with tabs between"],
    [`${header}\nhi\troutine`, "line 2: it has 2 fields; write 4, with tabs between"],
    [`${header}\nhi\tflood\troutine\tclean`, "line 2: hazards must be of gas, carbonMonoxide"],
    [`${header}\nhi\t\tsoon\tclean`, "line 2: urgency must be lifeSafety, emergency or routine"],
    [`${header}\nhi\t\troutine\tloud`, "line 2: speech must be clean or noisy"],
  ])("is refused as %j", (content, message) => {
    expect(() => parseLabelledSet(content)).toThrow(message);
  });
});
