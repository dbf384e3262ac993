/** A prompts folder with three fictional workspaces, of which two can be told apart by everything they say and know. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const mapleCourt = {
  id: "maple-court",
  dialled: "+15555550100",
  greets: "Maple Court Residences",
} as const;
export const harbourView = { id: "harbour-view", dialled: "+15555550160", greets: "Harbour View" } as const;
/** Its line is off: `settings.enabled` is false. */
export const disabledCourt = { id: "disabled-court", dialled: "+15555550180" } as const;

/** The folder: `default` and `maple-court` as they are in `prompts`, `harbour-view` and `disabled-court` beside them. */
export function twoWorkspaces(): string {
  const folder = mkdtempSync(join(tmpdir(), "ema-prompts-"));
  for (const name of ["default", mapleCourt.id])
    cpSync(join("prompts", name), join(folder, name), { recursive: true });
  write(folder, harbourView.id, {
    "workspace.yaml": harbourViewWorkspace,
    "system.md": "You are {{agentName}}, who answers the emergency line of {{workspaceName}}, by the sea.\n",
    "phrases.yaml": harbourViewPhrases,
  });
  write(folder, disabledCourt.id, { "workspace.yaml": disabledCourtWorkspace });
  return folder;
}

function write(folder: string, id: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, id));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, id, name), text);
}

const harbourViewWorkspace = `id: harbour-view
name: Harbour View
timeZone: America/Chicago
office:
  days: [mon, tue, wed, thu]
  opens: "08:00"
  closes: "16:00"
phoneNumbers:
  - "${harbourView.dialled}"
  - "+15555550161"
ladder:
  - { role: harbour master, phone: "+15555550162" }
  - { role: deputy, phone: "+15555550163" }
vendors:
  - { id: tidewater, name: Tidewater Plumbing, trade: plumbing, phone: "+15555550164", hours: always }
  - { id: beacon, name: Beacon Electric, trade: electrical, phone: "+15555550165", hours: always }
  - { id: anchor, name: Anchor Repairs, trade: general, phone: "+15555550166", hours: always }
properties:
  - id: lighthouse
    name: Lighthouse Point
    address: 9 Pier Road
    aliases: [the Lighthouse]
    units: ["10", "11", "12", "20", "21", "22"]
  - id: boat-house
    name: Boat House
    address: 2 Quay Street
vocabulary: [Lighthouse Point, Pier Road, Boat House, Tidewater]
settings:
  voice: onyx
  optInEvents: true
`;

const harbourViewPhrases = `greeting: >-
  This is the automated assistant of {{workspaceName}}. If anyone is in danger, call nine one one. What has happened?
goodbye: Goodbye from {{workspaceName}}.
`;

const disabledCourtWorkspace = `id: disabled-court
name: Disabled Court
timeZone: America/New_York
office:
  days: [mon, tue, wed, thu, fri]
  opens: "09:00"
  closes: "17:00"
phoneNumbers:
  - "${disabledCourt.dialled}"
ladder:
  - { role: manager, phone: "+15555550181" }
vendors:
  - { id: handy, name: Handy Repairs, trade: general, phone: "+15555550182", hours: always }
properties:
  - id: court
    name: Disabled Court
    address: 5 Lane Street
settings:
  enabled: false
`;
