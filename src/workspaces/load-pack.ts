/** Reads packs from disk. A pack loads whole and checked, or not at all: a call never meets a missing phrase. */
import { join } from "node:path";
import { readDefaults, type Defaults } from "./defaults.ts";
import { fillPack } from "./fill-pack.ts";
import { listFolder, missing } from "./files.ts";
import type { Pack } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import { readPackFolder } from "./pack-folder.ts";
import { checkPhoneNumbers } from "./phone-numbers.ts";
import { readWorkspaceFile, type WorkspaceFile } from "./workspace-file.ts";

/** One pack for each folder in `promptsDir` but `default`. Throws `PackError` for the first thing that is wrong. */
export function loadPacks(promptsDir: string): Pack[] {
  const folders = workspaceFolders(promptsDir);
  if (folders.length === 0)
    throw new PackError(
      { file: promptsDir },
      "it holds no workspace",
      "add a folder with a workspace.yaml beside default",
    );
  const defaults = readDefaults(join(promptsDir, "default"));
  const loaded = folders.map((dir) => assemble(dir, defaults));
  checkPhoneNumbers(loaded.map(({ workspaceFile }) => workspaceFile));
  return loaded.map(({ pack }) => pack);
}

/** The pack in `dir`, what it leaves out taken from `defaultDir`. Throws `PackError` for the first thing that is wrong. */
export function loadPack(dir: string, defaultDir: string): Pack {
  const { pack, workspaceFile } = assemble(dir, readDefaults(defaultDir));
  checkPhoneNumbers([workspaceFile]);
  return pack;
}

/** Folders of workspaces by name; hidden ones and the default are none. */
export function workspaceFolders(promptsDir: string): string[] {
  const entries = listFolder(promptsDir);
  if (entries === undefined) throw missing(promptsDir);
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== "default")
    .map(({ name }) => join(promptsDir, name));
}

function assemble(dir: string, defaults: Defaults): { pack: Pack; workspaceFile: WorkspaceFile } {
  const own = readPackFolder(dir, "workspace");
  const workspaceFile = readWorkspaceFile(dir, defaults.settings);
  return { pack: fillPack(workspaceFile, own, defaults), workspaceFile };
}
