/** The hazard rules with which a workspace's calls are taken, for trying them without a call. */
import { basename, join } from "node:path";
import { loadHousePack } from "#src/workspaces/house-pack.ts";
import { loadPack, workspaceFolders } from "#src/workspaces/load-pack.ts";
import type { HazardRule, Pack } from "#src/workspaces/pack.ts";
import { PackError } from "#src/workspaces/pack-error.ts";
import { checkPacks } from "./checked-packs.ts";

/** `workspace` is a folder's name in `promptsDir`, or `default`. Throws `PackError`, also where there is no such folder. */
export function hazardRulesOf(promptsDir: string, workspace: string): readonly HazardRule[] {
  const pack = packOf(promptsDir, workspace);
  checkPacks([{ ...pack, workspace: { ...pack.workspace, id: workspace } }], promptsDir);
  return pack.hazards;
}

function packOf(promptsDir: string, workspace: string): Pack {
  const defaultDir = join(promptsDir, "default");
  if (workspace === "default") return loadHousePack(defaultDir, undefined);
  const folders = workspaceFolders(promptsDir);
  const dir = folders.find((folder) => basename(folder) === workspace);
  if (dir === undefined)
    throw new PackError(
      { file: join(promptsDir, workspace) },
      "there is no such workspace",
      `write one of ${["default", ...folders.map((folder) => basename(folder))].join(", ")}`,
    );
  return loadPack(dir, defaultDir);
}
