/** What was published, as a call's process reads it: one pack, at the moment when it is needed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { catalogueFolder, currentVersion, indexSchema } from "./catalogue-folder.ts";
import { withFallback } from "./house-pack.ts";
import { houseId, type Pack, packSchema } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import { toE164 } from "./telephone-number.ts";

/** Each call reads the disk afresh, so that it is answered from the version that holds now. All throw `PackError`. */
export interface Catalogue {
  /**
   * The pack of the workspace that answers `dialled`, as the trunk wrote it; no other pack is read. `undefined` means
   * that no workspace answers it: to guess one would send one landlord's plumber to another's tenant.
   */
  find(dialled: string): Pack | undefined;
  /** Those that a workspace answers, E.164. */
  numbers(): string[];
  /** The pack for callers of all other numbers, as `loadHousePack` makes it. */
  house(fallbackNumber: string | undefined): Pack;
  version(): string;
}

export function openCatalogue(dataDir: string): Catalogue {
  const root = catalogueFolder(dataDir);
  const version = () => {
    const current = currentVersion(dataDir);
    if (current === undefined)
      throw new PackError({ file: root }, "it holds no published workspaces", "start the worker");
    return current;
  };
  const indexIn = (folder: string) => readJson(join(folder, "index.json"), indexSchema);
  return {
    version,
    find(dialled) {
      const folder = join(root, version());
      const number = toE164(dialled);
      const id = number === undefined ? undefined : indexIn(folder)[number];
      return id === undefined ? undefined : readPack(folder, id);
    },
    numbers: () => Object.keys(indexIn(join(root, version()))),
    house: (fallbackNumber) => withFallback(readPack(join(root, version()), houseId), fallbackNumber),
  };
}

function readPack(folder: string, id: string): Pack {
  return readJson(join(folder, "packs", `${id}.json`), packSchema);
}

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new PackError({ file }, "it is damaged", "start the worker anew, which writes it again", {
      cause: error,
    });
  }
}
