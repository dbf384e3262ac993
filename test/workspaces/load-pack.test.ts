import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hazardCategories, stages } from "#machines/call/types.ts";
import { loadPack, loadPacks } from "#src/workspaces/load-pack.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { elm, writePrompts, type Changes } from "./prompts-folder.ts";

const elmWith = (changes: Changes): Pack => {
  const dir = writePrompts(changes);
  return loadPack(join(dir, "elm"), join(dir, "default"));
};

describe("a workspace that leaves everything out", () => {
  it("is the default, filled in", () => {
    const { version, ...content } = elmWith({});

    expect(version).toMatch(/^[0-9a-f]{12}$/);
    expect(content).toEqual({
      workspace: {
        id: "elm",
        name: "Elm Homes",
        timeZone: "America/Chicago",
        office: { days: ["mon", "tue"], opens: "08:30", closes: "17:00" },
        phoneNumbers: ["+15555550140"],
        ladder: [{ role: "manager", phone: "+15555550141" }],
        vendors: [{ id: "pipes", name: "Pipes", trade: "plumbing", phone: "+15555550142", hours: "always" }],
        properties: [
          { id: "elm-one", name: "Elm One", address: "1 Elm Street", aliases: [], units: ["1A", "1B"] },
        ],
        vocabulary: [],
        settings: {
          enabled: true,
          maxMinutes: 30,
          acknowledgeSeconds: 0,
          callLog: "off",
          callLogDays: 30,
          keepTranscripts: false,
          transcriptDays: 30,
          factsDays: 30,
          runDays: 365,
          voice: "nova",
          endpointing: { minMs: 300, maxMs: 1800 },
          repromptMs: 7000,
          recording: "off",
          recordingDays: 30,
          optInEvents: false,
        },
      },
      system: "You are EMA of Elm Homes.",
      stages: Object.fromEntries(stages.map((stage) => [stage, `Stage ${stage}.`])),
      phrases: {
        notInService: "Nobody answers here.",
        lineDisabled: "This line is off.",
        greeting: "Elm Homes. I'm an automated assistant. Danger? Call nine one one.",
        reprompt1: "Hello?",
        reprompt2: "Still there?",
        promiseCallBack: "We will call back.",
        filler1: "One moment.",
        filler2: "Still with you.",
        apology: "Sorry.",
        transferring: "One moment. Putting you through.",
        tryingNext: "Trying the next person.",
        nobodyAnswered: "Nobody picked up.",
        dispatchAcknowledged: "Somebody comes.",
        dispatchEscalated: "The next one is asked.",
        allSystemsDown: "Sorry. Putting you through.",
        askConsent: "May we record?",
        cutOff: "Still with you.",
        timeShort: "Two minutes are left.",
        timeOver: "Time is over.",
        lineClosing: "Handing you over.",
        goodbye: "Take care.",
        ...Object.fromEntries(
          hazardCategories.map((category) => [`safety.${category}`, `Beware of ${category}.`]),
        ),
        "safety.fire.withheld": "Beware of fire, and call us.",
        "opener.1": "Okay.",
        "opener.2": "Thank you.",
      },
      script: {
        askUnit: "Which unit at {{property}}?",
        hours: "We open Monday and Tuesday, from half past eight in the morning to five in the afternoon.",
      },
      hazards: hazardCategories.map((category) => ({
        category,
        heard: [`smell of ${category}`],
        unless: ["no"],
      })),
    });
  });
});

describe("a workspace that sets single things", () => {
  it("keeps the rest of the default's settings", () => {
    const { workspace } = elmWith({
      "elm/workspace.yaml": `${elm}settings: { enabled: false, voice: echo, endpointing: { maxMs: 900 } }\n`,
    });

    expect(workspace.settings).toEqual({
      enabled: false,
      maxMinutes: 30,
      acknowledgeSeconds: 0,
      callLog: "off",
      callLogDays: 30,
      keepTranscripts: false,
      transcriptDays: 30,
      factsDays: 30,
      runDays: 365,
      voice: "echo",
      endpointing: { minMs: 300, maxMs: 900 },
      repromptMs: 7000,
      recording: "off",
      recordingDays: 30,
      optInEvents: false,
    });
  });

  it("replaces the system prompt, a stage, a phrase and a line", () => {
    const before = elmWith({});
    const after = elmWith({
      "elm/system.md": "Elm's own.",
      "elm/stages/access.md": "Ask for the keys.",
      "elm/phrases.yaml": "goodbye: >-\n  Bye from\n  {{ workspaceName }}.\n",
      "elm/script.yaml": "askUnit: Unit, {{ name }}?\n",
    });

    expect(after).toEqual({
      ...before,
      system: "Elm's own.",
      stages: { ...before.stages, access: "Ask for the keys." },
      phrases: { ...before.phrases, goodbye: "Bye from Elm Homes." },
      script: { ...before.script, askUnit: "Unit, {{name}}?" },
      version: after.version,
    });
    expect(after.version).not.toBe(before.version);
  });

  it("replaces the openers as a whole, and tells them to the model", () => {
    const before = elmWith({});
    const { "opener.1": first, "opener.2": second, ...phrases } = before.phrases;
    const after = elmWith({
      "elm/openers.yaml": "- Right   away!\n",
      "elm/system.md": "Begin with {{openers}}.",
    });

    expect([first, second]).toEqual(["Okay.", "Thank you."]);
    expect(after.phrases).toEqual({ ...phrases, "opener.1": "Right away!" });
    expect(after.system).toBe('Begin with "Right away!".');
  });

  it("adds to a life-safety instruction, with a variable of its own", () => {
    const before = elmWith({});
    const after = elmWith({
      "elm/workspace.yaml": `${elm}variables: { meetingPoint: the oak tree }\n`,
      "elm/phrases.yaml": "safety.fire.extra: Meet at {{meetingPoint}}.\n",
    });

    expect(after.phrases).toEqual({
      ...before.phrases,
      "safety.fire": "Beware of fire. Meet at the oak tree.",
      "safety.fire.withheld": "Beware of fire, and call us. Meet at the oak tree.",
    });
    expect(after.workspace).toEqual(before.workspace);
  });

  it("adds its hazard rules to the default's", () => {
    const before = elmWith({});
    const after = elmWith({ "elm/hazards.yaml": "- { category: fire, heard: [barbecue * balcony] }\n" });

    expect(after.hazards).toEqual([
      ...before.hazards,
      { category: "fire", heard: ["barbecue * balcony"], unless: [] },
    ]);
  });
});

describe("the version", () => {
  it("does not change with the order of keys", () => {
    const lines = elm.split("\n");
    const reordered = [lines[1], lines[0], ...lines.slice(2)].join("\n");

    expect(reordered).not.toBe(elm);
    expect(elmWith({ "elm/workspace.yaml": reordered }).version).toBe(elmWith({}).version);
  });

  it.each([
    ["a property", { "elm/workspace.yaml": elm.replace("1 Elm Street", "2 Elm Street") }],
    ["the system prompt", { "default/system.md": "Other." }],
    ["a stage", { "default/stages/closing.md": "Other." }],
    ["a line", { "elm/script.yaml": "hours: Other.\n" }],
    ["a phrase", { "elm/phrases.yaml": "goodbye: Other.\n" }],
    ["an opener", { "elm/openers.yaml": "- Sure.\n" }],
    ["a hazard rule", { "elm/hazards.yaml": "- { category: fire, heard: [flames] }\n" }],
  ])("changes with %s", (_, changes) => {
    expect(elmWith(changes).version).not.toBe(elmWith({}).version);
  });
});

describe("a folder of workspaces", () => {
  it("gives one pack for each folder but the default, hidden and plain files aside", () => {
    const oak = elm.replace("id: elm\n", "id: oak\n").replace("+15555550140", "+15555550150");
    const dir = writePrompts({
      "oak/workspace.yaml": oak,
      "README.md": "For designers.",
      ".drafts/x": "",
      "elm/.DS_Store": "",
    });

    expect(loadPacks(dir).map((pack) => pack.workspace.id)).toEqual(["elm", "oak"]);
  });
});
