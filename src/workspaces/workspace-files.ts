/** Workspaces as the files that they are written in, to be carried from one place to another. */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readTextFile } from "./files.ts";
import { workspaceFolders } from "./load-pack.ts";
import { packPaths } from "./pack-folder.ts";

/** Path below a prompts folder, such as `maple-court/stages/access.md`, to the file's text. */
export type WorkspaceFiles = ReadonlyMap<string, string>;

export function readWorkspaces(promptsDir: string): WorkspaceFiles {
  return readFolders(workspaceFolders(promptsDir));
}

export function readDefault(promptsDir: string): WorkspaceFiles {
  return readFolders([join(promptsDir, "default")]);
}

/** Writes into `dir`, which need not be there. */
export function writeFiles(dir: string, files: WorkspaceFiles): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

function readFolders(folders: readonly string[]): WorkspaceFiles {
  const files = new Map<string, string>();
  for (const folder of folders)
    for (const path of packPaths) {
      const text = readTextFile(join(folder, path));
      if (text !== undefined) files.set(`${basename(folder)}/${path}`, text);
    }
  return files;
}
