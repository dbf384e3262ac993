/** The pack for callers of a number that no workspace answers: the default alone, and at most one person to reach. */
import { readDefaults } from "./defaults.ts";
import { fillPack } from "./fill-pack.ts";
import { houseId, type Pack, type Workspace } from "./pack.ts";
import { versionOf } from "./version.ts";

const workspace: Omit<Workspace, "settings"> = {
  id: houseId,
  name: "Emergency line",
  timeZone: "UTC",
  office: { days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], opens: "00:00", closes: "24:00" },
  phoneNumbers: [],
  properties: [],
  vendors: [],
  ladder: [],
  vocabulary: [],
};

const nothing = {
  system: undefined,
  stages: new Map(),
  phrases: undefined,
  openers: undefined,
  script: undefined,
  hazards: undefined,
};

/** `fallbackNumber` (E.164) is the whole ladder; absent, the ladder is empty. Throws `PackError`. */
export function loadHousePack(defaultDir: string, fallbackNumber: string | undefined): Pack {
  const defaults = readDefaults(defaultDir);
  const settled = { ...workspace, settings: defaults.settings };
  const pack = fillPack({ file: defaults.file, workspace: settled, variables: {} }, nothing, defaults);
  return withFallback(pack, fallbackNumber);
}

export function withFallback(house: Pack, fallbackNumber: string | undefined): Pack {
  const ladder = fallbackNumber === undefined ? [] : [{ role: "fallback", phone: fallbackNumber }];
  const { version: _, ...content } = { ...house, workspace: { ...house.workspace, ladder } };
  return { ...content, version: versionOf(content) };
}
