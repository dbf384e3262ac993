/** A real prompts folder in a temporary place: a complete default, one workspace `elm`, and whatever a test changes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { hazardCategories, stages } from "#machines/call/types.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";

export const elm = `id: elm
name: Elm Homes
timeZone: America/Chicago
office:
  days: [mon, tue]
  opens: "08:30"
  closes: "17:00"
phoneNumbers:
  - "+15555550140"
ladder:
  - { role: manager, phone: "+15555550141" }
vendors:
  - { id: pipes, name: Pipes, trade: plumbing, phone: "+15555550142", hours: always }
properties:
  - id: elm-one
    name: Elm One
    address: 1 Elm Street
    units: [1A, 1B]
`;

export const defaultPhrases = `notInService: Nobody answers here.
lineDisabled: This line is off.
greeting: "{{workspaceName}}. I'm an automated assistant. Danger? Call nine one one."
reprompt1: Hello?
reprompt2: Still there?
promiseCallBack: We will call back.
filler1: One moment.
filler2: Still with you.
apology: Sorry.
transferring: One moment. Putting you through.
tryingNext: Trying the next person.
nobodyAnswered: Nobody picked up.
dispatchAcknowledged: Somebody comes.
dispatchEscalated: The next one is asked.
allSystemsDown: Sorry. Putting you through.
askConsent: May we record?
cutOff: Still with you.
timeShort: Two minutes are left.
timeOver: Time is over.
lineClosing: Handing you over.
goodbye: Take care.
${hazardCategories.map((category) => `safety.${category}: Beware of ${category}.`).join("\n")}
safety.fire.withheld: Beware of fire, and call us.
`;

const base: Readonly<Record<string, string>> = {
  "default/workspace.yaml": `settings:
  voice: nova
  endpointing: { minMs: 300, maxMs: 1800 }
  repromptMs: 7000
  recording: "off"
  recordingDays: 30
  optInEvents: false
  enabled: true
  maxMinutes: 30
  callLog: "off"
  callLogDays: 30
`,
  "default/system.md": "You are {{agentName}} of {{workspaceName}}.\n",
  ...Object.fromEntries(stages.map((stage) => [`default/stages/${stage}.md`, `Stage ${stage}.\n`])),
  "default/phrases.yaml": defaultPhrases,
  "default/openers.yaml": "- Okay.\n- Thank you.\n",
  "default/script.yaml": "askUnit: Which unit at {{property}}?\nhours: We open {{officeHours}}.\n",
  "default/hazards.yaml": hazardCategories
    .map((category) => `- category: ${category}\n  heard: [smell of ${category}]\n  unless: ["no"]\n`)
    .join(""),
  "elm/workspace.yaml": elm,
};

/** `undefined` leaves a file out. */
export type Changes = Readonly<Record<string, string | undefined>>;

export function writePrompts(changes: Changes = {}): string {
  const dir = mkdtempSync(join(tmpdir(), "prompts-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const [path, text] of Object.entries({ ...base, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** What loading fails with: file and message relative to the prompts folder. */
export function failureOf(changes: Changes): { file: string; line: number | undefined; message: string } {
  const dir = writePrompts(changes);
  try {
    loadPacks(dir);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return {
      file: error.file.replace(`${dir}/`, ""),
      line: error.line,
      message: error.message.replaceAll(`${dir}/`, ""),
    };
  }
  throw new Error("The packs loaded although one of them is wrong.");
}
