/**
 * Where published workspaces stand on disk:
 *
 *     DATA/workspaces/current                     symbolic link to the version that calls are answered from
 *     DATA/workspaces/VERSION/index.json          which workspace answers which number
 *     DATA/workspaces/VERSION/packs/ID.json       a pack, ready to use; `unassigned.json` for everybody else
 *     DATA/workspaces/VERSION/prompts/ID/…        the files that the pack was made from
 *
 * A version's folder is never changed once it has its name.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { workspaceIdSchema } from "./pack.ts";

/** E.164 to the id of the workspace that answers it. */
export const indexSchema = z.record(z.string(), workspaceIdSchema);

export const catalogueFolder = (dataDir: string): string => join(dataDir, "workspaces");

/** The version that `current` points to; `undefined` before the first one is published. */
export function currentVersion(dataDir: string): string | undefined {
  try {
    return readlinkSync(join(catalogueFolder(dataDir), "current"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The first twelve hex digits of a SHA-256 over the files' paths and texts, whatever their order. */
export function versionOfFiles(files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const path of [...files.keys()].sort()) hash.update(JSON.stringify([path, files.get(path)]));
  return hash.digest("hex").slice(0, 12);
}

/** All files below `dir`; paths are relative to it. */
export function readTree(dir: string): Map<string, string> {
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true });
  return new Map(
    entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [relative(dir, path), readFileSync(path, "utf8")]),
  );
}
