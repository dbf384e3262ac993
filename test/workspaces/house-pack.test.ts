import { join } from "node:path";
import { expect, it } from "vitest";
import { loadHousePack } from "#src/workspaces/house-pack.ts";
import { loadPack } from "#src/workspaces/load-pack.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { writePrompts } from "./prompts-folder.ts";

it("is the default alone: it answers no number, sends nobody, and reaches the fallback number", () => {
  const dir = writePrompts();
  const house = loadHousePack(join(dir, "default"), "+15555550199");
  const elm = loadPack(join(dir, "elm"), join(dir, "default"));

  expect(house.workspace).toMatchObject({
    id: "unassigned",
    phoneNumbers: [],
    properties: [],
    vendors: [],
    ladder: [{ role: "fallback", phone: "+15555550199" }],
    settings: elm.workspace.settings,
  });
  expect(house.phrases).toEqual({
    ...elm.phrases,
    greeting: "Emergency line. I'm an automated assistant. Danger? Call nine one one.",
  });
});

it("has an empty ladder without a fallback number, and says so in its version", () => {
  const defaultDir = join(writePrompts(), "default");
  const alone = loadHousePack(defaultDir, undefined);

  expect(alone.workspace.ladder).toEqual([]);
  expect(loadHousePack(defaultDir, undefined).version).toBe(alone.version);
  expect(loadHousePack(defaultDir, "+15555550199").version).not.toBe(alone.version);
});

it("is not loaded from a default that is incomplete", () => {
  const dir = writePrompts({ "default/hazards.yaml": undefined });

  expect(() => loadHousePack(join(dir, "default"), undefined)).toThrow(PackError);
});
