import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import { defaultPhrases, elm, failureOf, type Changes } from "./prompts-folder.ts";

const phraseNames =
  "notInService, lineDisabled, greeting, reprompt1, reprompt2, promiseCallBack, filler1, filler2, apology, " +
  "transferring, tryingNext, nobodyAnswered, dispatchAcknowledged, dispatchEscalated, allSystemsDown, askConsent, cutOff, timeShort, timeOver, lineClosing, goodbye, " +
  "safety.gas, safety.carbonMonoxide, safety.fire, safety.electrical, safety.medical, safety.violence, " +
  "safety.collapse, safety.entrapment";
const phraseRemedy = `use one of ${phraseNames}, or a safety name with ".extra" in a workspace or ".withheld" in the default`;
const variableNames = "workspaceName, officeHours, trades, propertyNames, openers";
const longGreeting = `An automated assistant for nine one one${" and more".repeat(12)}.`;

/** Changes, then the whole message: place, what was found, remedy. */
const failures: Readonly<Record<string, readonly [Changes, string]>> = {
  // Files
  "a missing workspace.yaml": [
    { "elm/workspace.yaml": undefined, "elm/system.md": "Hi." },
    "elm/workspace.yaml: it does not exist; create it.",
  ],
  "a missing default settings file": [
    { "default/workspace.yaml": undefined },
    "default/workspace.yaml: it does not exist; create it.",
  ],
  "a missing default system prompt": [
    { "default/system.md": undefined },
    "default/system.md: it does not exist; create it.",
  ],
  "a missing default stage": [
    { "default/stages/severity.md": undefined },
    "default/stages/severity.md: it does not exist; create it.",
  ],
  "a missing default script": [
    { "default/script.yaml": undefined },
    "default/script.yaml: it does not exist; create it.",
  ],
  "missing default openers": [
    { "default/openers.yaml": undefined },
    "default/openers.yaml: it does not exist; create it.",
  ],
  "missing default hazards": [
    { "default/hazards.yaml": undefined },
    "default/hazards.yaml: it does not exist; create it.",
  ],
  "an unknown file": [
    { "elm/phrase.yaml": "goodbye: Bye." },
    "elm/phrase.yaml: it is an unknown file; name it one of workspace.yaml, system.md, stages, phrases.yaml, openers.yaml, script.yaml, hazards.yaml, README.md, or move it away.",
  ],
  "a folder where a file belongs": [
    { "elm/system.md/x": "Hi." },
    "elm/system.md: it cannot be read (EISDIR); check its kind and permissions.",
  ],
  "an unknown stage": [
    { "elm/stages/welcom.md": "Hi." },
    "elm/stages/welcom.md: it is a file for an unknown stage; name it after one of welcome, safetyCheck, problem, severity, location, contact, access, confirmation, dispatched, closing, with .md.",
  ],
  "an empty prompt": [
    { "elm/system.md": " \n" },
    "elm/system.md: it is empty; write the prompt or delete the file.",
  ],
  "an id that is not the folder's name": [
    { "elm/workspace.yaml": elm.replace("id: elm", "id: oak") },
    `elm/workspace.yaml, line 1: id is a text that differs from the folder's name, "elm"; give both the same name.`,
  ],

  // YAML
  "a syntax error": [
    { "elm/phrases.yaml": "goodbye: Bye.\ngoodbye: Bye again.\n" },
    "elm/phrases.yaml, line 2: it is not valid YAML (Map keys must be unique); correct the syntax there.",
  ],
  "a tag that nobody knows": [
    { "elm/phrases.yaml": "goodbye: !bye Bye.\n" },
    "elm/phrases.yaml, line 1: it is not valid YAML (Unresolved tag: !bye); correct the syntax there.",
  ],
  "an alias of nothing": [
    { "elm/phrases.yaml": "goodbye: *bye\n" },
    "elm/phrases.yaml: it is not valid YAML (Unresolved alias (the anchor must be set before the alias): bye); write the value out.",
  ],
  "an empty file": [
    { "elm/phrases.yaml": "" },
    "elm/phrases.yaml, line 1: the file's content is empty; write a mapping of names to texts.",
  ],

  // workspace.yaml
  "a missing field": [
    { "elm/workspace.yaml": elm.replace("name: Elm Homes\n", "") },
    "elm/workspace.yaml, line 1: name is missing; write a text.",
  ],
  "an unknown field": [
    { "elm/workspace.yaml": elm.replace("    units:", "    unit:") },
    "elm/workspace.yaml, line 18: properties[0].unit is an unknown field; remove it or correct its spelling.",
  ],
  "a telephone number without quotes": [
    { "elm/workspace.yaml": elm.replace('"+15555550140"', "+15555550140") },
    "elm/workspace.yaml, line 9: phoneNumbers[0] is a number; put it in quotes to make it a text.",
  ],
  "a telephone number that is none": [
    { "elm/workspace.yaml": elm.replace("+15555550141", "555-0141") },
    "elm/workspace.yaml, line 11: ladder[0].phone is a text that does not fit; it must be an E.164 number such as +15555550100.",
  ],
  "a telephone number with too many digits": [
    { "elm/workspace.yaml": elm.replace("+15555550140", "+155555501400") },
    "elm/workspace.yaml, line 9: phoneNumbers[0] is a text that does not fit; it must be an E.164 number such as +15555550100.",
  ],
  "an id that EMA uses itself": [
    { "unassigned/workspace.yaml": elm.replace("id: elm", "id: unassigned") },
    "unassigned/workspace.yaml, line 1: id is a text that does not fit; it must be a name that EMA does not use itself.",
  ],
  "calls that are too long": [
    { "elm/workspace.yaml": `${elm}settings: { maxMinutes: 121 }\n` },
    "elm/workspace.yaml, line 19: settings.maxMinutes is a number that is too large; write 120 or less.",
  ],
  "calls that are too short": [
    { "elm/workspace.yaml": `${elm}settings: { maxMinutes: 4 }\n` },
    "elm/workspace.yaml, line 19: settings.maxMinutes is a number that is too small; write 5 or more.",
  ],
  "an empty ladder": [
    { "elm/workspace.yaml": elm.replace(/ladder:\n.*\n/, "ladder: []\n") },
    "elm/workspace.yaml, line 10: ladder is an empty list; write at least one entry or character.",
  ],
  "an unknown trade": [
    { "elm/workspace.yaml": elm.replace("trade: plumbing", "trade: pluming") },
    "elm/workspace.yaml, line 13: vendors[0].trade is a text that is not allowed; write one of plumbing, electrical, heating, cooling, locksmith, appliance, roofing, glass, elevator, alarm, restoration, general.",
  ],
  "two vendors with one id": [
    {
      "elm/workspace.yaml": elm.replace(
        "properties:",
        '  - { id: pipes, name: More, trade: general, phone: "+15555550143", hours: office }\nproperties:',
      ),
    },
    "elm/workspace.yaml, line 12: vendors is a list that does not fit; it must give each vendor its own id.",
  ],
  "a unit that occurs twice": [
    { "elm/workspace.yaml": elm.replace("1A, 1B", "1A, 1A") },
    "elm/workspace.yaml, line 18: properties[0].units is a list that does not fit; it must name each unit once.",
  ],
  "a time zone that does not exist": [
    { "elm/workspace.yaml": elm.replace("America/Chicago", "America/Chicgo") },
    "elm/workspace.yaml, line 3: timeZone is a text that does not fit; it must be an IANA time zone such as America/New_York.",
  ],
  "a clock time that does not exist": [
    { "elm/workspace.yaml": elm.replace("08:30", "25:00") },
    "elm/workspace.yaml, line 6: office.opens is a text that does not fit; it must be a time from 00:00 to 23:59 such as 09:00.",
  ],
  "an office that closes before it opens": [
    { "elm/workspace.yaml": elm.replace("17:00", "08:00") },
    "elm/workspace.yaml, line 7: office.closes is a text that does not fit; it must be later than opens.",
  ],
  "an endpointing that cannot be, with half of it from the default": [
    { "elm/workspace.yaml": `${elm}settings:\n  endpointing:\n    minMs: 2000\n` },
    "elm/workspace.yaml, line 20: settings.endpointing.maxMs is a number that does not fit; it must be at least minMs.",
  ],
  "a negative duration": [
    { "elm/workspace.yaml": `${elm}settings:\n  repromptMs: -1\n` },
    "elm/workspace.yaml, line 20: settings.repromptMs is a number that is too small; write 0 or more.",
  ],
  "a setting that is not in the default": [
    { "default/workspace.yaml": "settings:\n  voice: nova\n" },
    "default/workspace.yaml, line 1: settings.endpointing is missing; write a mapping of fields to values.",
  ],
  "a text where a choice belongs": [
    { "elm/workspace.yaml": `${elm}settings: { optInEvents: "yes" }\n` },
    "elm/workspace.yaml, line 19: settings.optInEvents is a text; write true or false.",
  ],

  // Variables
  "an unknown variable in a prompt": [
    { "elm/system.md": "One.\nTwo {{agentname}}.\n" },
    `elm/system.md, line 2: {{agentname}} is an unknown variable; use one of agentName, ${variableNames}, or declare it under variables in workspace.yaml.`,
  ],
  "an unknown variable in a phrase over several lines": [
    { "elm/phrases.yaml": "apology: Sorry.\ngoodbye: >-\n  Take care.\n  {{when}}\n" },
    `elm/phrases.yaml, line 4: {{when}} is an unknown variable; use one of agentName, ${variableNames}, or declare it under variables in workspace.yaml.`,
  ],
  "a variable of the call outside the script": [
    { "elm/stages/location.md": "Is it {{unit}}?" },
    "elm/stages/location.md, line 1: {{unit}} is known only during a call; use it in script.yaml alone.",
  ],
  "an unknown variable in the script": [
    { "elm/script.yaml": "askUnit: Unit {{units}}?\n" },
    `elm/script.yaml, line 1: {{units}} is an unknown variable; use one of agentName, ${variableNames}, or declare it under variables in workspace.yaml.`,
  ],
  "half a variable": [
    { "elm/system.md": "{{agentName}}\nof {{workspaceName}\n" },
    'elm/system.md, line 2: "{{" is not part of a variable; write a variable as {{name}}, braces on both sides and on one line.',
  ],
  "a declared variable that no text uses": [
    { "elm/workspace.yaml": `${elm}variables:\n  gate: north\n` },
    "elm/workspace.yaml, line 20: variables.gate is declared but no text uses it; write {{gate}} where it belongs or remove it.",
  ],
  "a declared variable that EMA fills in itself": [
    { "elm/workspace.yaml": `${elm}variables:\n  unit: north\n` },
    "elm/workspace.yaml, line 20: variables.unit is a name that EMA fills in itself; choose another one.",
  ],
  "a variable's name that cannot be written": [
    { "elm/workspace.yaml": `${elm}variables:\n  north gate: left\n` },
    "elm/workspace.yaml, line 20: variables.north gate is a name that does not fit; it must be letters only.",
  ],
  "a variable within a variable": [
    { "elm/workspace.yaml": `${elm}variables:\n  gate: "{{unit}}"\n` },
    "elm/workspace.yaml, line 20: variables.gate is a text that does not fit; it must be words without braces.",
  ],

  // Phrases and lines
  "an unknown phrase": [
    { "elm/phrases.yaml": "apology: Sorry.\ngoodby: Bye.\n" },
    `elm/phrases.yaml, line 2: "goodby" is an unknown phrase; ${phraseRemedy}.`,
  ],
  "an extra for an everyday phrase": [
    { "elm/phrases.yaml": "goodbye.extra: Bye.\n" },
    `elm/phrases.yaml, line 1: "goodbye.extra" is an unknown phrase; ${phraseRemedy}.`,
  ],
  "an extra for a variant": [
    { "elm/phrases.yaml": "safety.fire.withheld.extra: Call us.\n" },
    `elm/phrases.yaml, line 1: "safety.fire.withheld.extra" is an unknown phrase; ${phraseRemedy}.`,
  ],
  "a variant of an everyday phrase": [
    { "default/phrases.yaml": `${defaultPhrases}goodbye.withheld: Bye.\n` },
    `default/phrases.yaml, line 31: "goodbye.withheld" is an unknown phrase; ${phraseRemedy}.`,
  ],
  "a phrase that the default lacks": [
    { "default/phrases.yaml": defaultPhrases.replace("apology: Sorry.\n", "") },
    'default/phrases.yaml: "apology" is missing; write that phrase.',
  ],
  "a life-safety instruction replaced": [
    { "elm/phrases.yaml": "safety.gas: Open a window.\n" },
    'elm/phrases.yaml, line 1: "safety.gas" is a life-safety instruction, which no workspace may replace or remove; name it "safety.gas.extra" to have the text said after the instruction.',
  ],
  "a life-safety instruction replaced for callers without a number": [
    { "elm/phrases.yaml": "safety.gas.withheld: Open a window.\n" },
    'elm/phrases.yaml, line 1: "safety.gas.withheld" is a life-safety instruction, which no workspace may replace or remove; name it "safety.gas.extra" to have the text said after the instruction.',
  ],
  "a life-safety instruction removed": [
    { "elm/phrases.yaml": "apology: Sorry.\nsafety.gas:\n" },
    'elm/phrases.yaml, line 2: "safety.gas" is a life-safety instruction, which no workspace may replace or remove; name it "safety.gas.extra" to have the text said after the instruction.',
  ],
  "an empty phrase": [
    { "elm/phrases.yaml": 'goodbye: " "\n' },
    "elm/phrases.yaml, line 1: goodbye is a text that does not fit; it must say something.",
  ],
  "digits in a phrase": [
    { "elm/phrases.yaml": "safety.gas.extra: >-\n  Then dial\n  911.\n" },
    'elm/phrases.yaml, line 3: "safety.gas.extra" contains "911", which a voice misreads; write it in words, for instance "nine one one".',
  ],
  "a greeting that hides the machine": [
    { "elm/phrases.yaml": "greeting: Hello. Danger? Call nine one one.\n" },
    'elm/phrases.yaml, line 1: "greeting" is a text without "automated"; say that EMA is an automated assistant and that danger to life is for nine one one.',
  ],
  "a greeting without nine one one": [
    { "elm/phrases.yaml": "greeting: Hello from an automated assistant.\n" },
    'elm/phrases.yaml, line 1: "greeting" is a text without "nine one one"; say that EMA is an automated assistant and that danger to life is for nine one one.',
  ],
  "a greeting that is too long": [
    { "elm/phrases.yaml": `greeting: ${longGreeting}\n` },
    'elm/phrases.yaml, line 1: "greeting" is a text of 31 words; shorten it to 30, variables filled in.',
  ],
  "an unknown line": [
    { "elm/script.yaml": "askUnits: Which unit?\n" },
    'elm/script.yaml, line 1: "askUnits" is an unknown line; use a name that default/script.yaml has.',
  ],

  // Openers
  "no opener at all": [
    { "elm/openers.yaml": "[]\n" },
    "elm/openers.yaml, line 1: the file's content is an empty list; write at least one entry or character.",
  ],
  "an empty opener": [
    { "elm/openers.yaml": '- Sure.\n- " "\n' },
    "elm/openers.yaml, line 2: [1] is a text that does not fit; it must say something.",
  ],
  "an opener that is too long": [
    { "elm/openers.yaml": "- Let me have a look at that.\n" },
    "elm/openers.yaml, line 1: [0] is a text that does not fit; it must be at most 5 words.",
  ],
  "an opener that is no sentence": [
    { "elm/openers.yaml": "- Well,\n" },
    "elm/openers.yaml, line 1: [0] is a text that does not fit; it must be one sentence that ends in . or ! or ?.",
  ],
  "an opener of two sentences": [
    { "elm/openers.yaml": "- Okay. Sure.\n" },
    "elm/openers.yaml, line 1: [0] is a text that does not fit; it must be one sentence that ends in . or ! or ?.",
  ],
  "an opener with a variable": [
    { "elm/openers.yaml": '- "{{agentName}} here."\n' },
    "elm/openers.yaml, line 1: [0] is a text that does not fit; it must be plain words, numbers and variables left out.",
  ],
  "an opener that is there twice": [
    { "elm/openers.yaml": "- Sure.\n- sure.\n" },
    "elm/openers.yaml, line 1: the file's content is a list that does not fit; it must name each opener once.",
  ],

  // Hazards
  "an unknown hazard": [
    { "elm/hazards.yaml": "- category: fire\n  heard: [flames]\n- category: flood\n  heard: [water]\n" },
    "elm/hazards.yaml, line 3: [1].category is a text that is not allowed; write one of gas, carbonMonoxide, fire, electrical, medical, violence, collapse, entrapment.",
  ],
  "a hazard heard in anything": [
    { "elm/hazards.yaml": '- category: fire\n  heard: ["*"]\n' },
    "elm/hazards.yaml, line 2: [0].heard[0] is a text that does not fit; it must be words, with * at most between them.",
  ],
  "a hazard that ends in anything": [
    { "elm/hazards.yaml": '- category: fire\n  heard: ["burning *"]\n' },
    "elm/hazards.yaml, line 2: [0].heard[0] is a text that does not fit; it must begin and end with a word, not with *.",
  ],
  "a hazard that the default does not hear": [
    { "default/hazards.yaml": "- { category: gas, heard: [smell gas] }\n" },
    'default/hazards.yaml: category "carbonMonoxide" is missing; add a rule that hears it.',
  ],

  // Telephone numbers
  "a number that two workspaces answer": [
    { "oak/workspace.yaml": elm.replace("id: elm\n", "id: oak\n") },
    'oak/workspace.yaml, line 9: phoneNumbers[0] is a number that workspace "elm" answers already; remove it from one of the two places.',
  ],
  "a number that one workspace lists twice": [
    { "elm/workspace.yaml": elm.replace("ladder:", '  - "+15555550140"\nladder:') },
    'elm/workspace.yaml, line 10: phoneNumbers[1] is a number that workspace "elm" answers already; remove it from one of the two places.',
  ],
  "a ladder that leads back to EMA": [
    { "elm/workspace.yaml": elm.replace("+15555550141", "+15555550140") },
    "elm/workspace.yaml, line 11: ladder[0].phone is a number that EMA itself answers; give the number of a person.",
  ],
  "a vendor that leads back to EMA": [
    { "elm/workspace.yaml": elm.replace("+15555550142", "+15555550140") },
    "elm/workspace.yaml, line 13: vendors[0].phone is a number that EMA itself answers; give the number of a person.",
  ],
};

describe("loading fails with one sentence for", () => {
  it.each(Object.entries(failures))("%s", (_, [changes, message]) => {
    const failure = failureOf(changes);
    const place = message.slice(0, message.indexOf(": "));

    expect(failure.message).toBe(message);
    expect(failure.line === undefined ? failure.file : `${failure.file}, line ${failure.line}`).toBe(place);
  });

  it("a folder that is not there", () => {
    const dir = join(tmpdir(), "no-such-prompts");

    expect(() => loadPacks(dir)).toThrow(`${dir}: it does not exist; create it.`);
  });

  it("a folder without workspaces", () => {
    const dir = mkdtempSync(join(tmpdir(), "prompts-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));

    expect(() => loadPacks(dir)).toThrow(
      `${dir}: it holds no workspace; add a folder with a workspace.yaml beside default.`,
    );
  });
});
