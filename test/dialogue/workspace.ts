/** A pack for the tests: the shipped texts, and a workspace with every case of property and vendor. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { HazardRule, Pack, Workspace } from "#src/workspaces/pack.ts";

export const workspace: Workspace = {
  id: "test-homes",
  name: "Test Homes",
  timeZone: "America/New_York",
  office: { days: ["mon", "tue", "wed", "thu", "fri"], opens: "09:00", closes: "17:00" },
  phoneNumbers: ["+15555550100"],
  properties: [
    {
      id: "maple-court",
      name: "Maple Court",
      address: "42 Maple Street, Springfield",
      aliases: ["the Court"],
      units: ["4A", "4B", "4D", "101"],
    },
    {
      id: "maple-gardens",
      name: "Maple Gardens",
      address: "9 Birch Avenue",
      aliases: [],
      units: ["1", "2"],
    },
    { id: "fern-cottage", name: "Fern Cottage", address: "3 Fern Hollow", aliases: [], units: [] },
  ],
  vendors: [
    vendor("bluepipe", "Bluepipe Plumbing", "plumbing", "always"),
    vendor("warmhearth", "Warmhearth Heating", "heating", "afterHours"),
    vendor("daywarm", "Daywarm Heating", "heating", "office"),
    vendor("tidy", "Tidy Appliance Service", "appliance", "office"),
    vendor("homestead", "Homestead Repairs", "general", "afterHours"),
  ],
  ladder: [{ role: "manager", phone: "+15555550111" }],
  vocabulary: [],
  settings: {
    voice: "nova",
    endpointing: { minMs: 300, maxMs: 1800 },
    repromptMs: 7000,
    recording: "off",
    recordingDays: 30,
    optInEvents: true,
    enabled: true,
    maxMinutes: 30,
    acknowledgeSeconds: 0,
    callLog: "off",
    callLogDays: 30,
    keepTranscripts: false,
    transcriptDays: 30,
    factsDays: 30,
    runDays: 365,
  },
};

export const pack: Pack = {
  workspace,
  system: "",
  stages: {},
  phrases: { greeting: "Test Homes. What's happening?", reprompt2: "Are you there? Just say yes." },
  script: yaml("script") as Record<string, string>,
  hazards: yaml("hazards") as HazardRule[],
  version: "test",
};

function vendor(
  id: string,
  name: string,
  trade: Workspace["vendors"][number]["trade"],
  hours: Workspace["vendors"][number]["hours"],
): Workspace["vendors"][number] {
  return { id, name, trade, phone: "+15555550121", hours };
}

function yaml(name: string): unknown {
  return parse(readFileSync(`prompts/default/${name}.yaml`, "utf8"));
}
