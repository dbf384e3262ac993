/** Puts workspaces where call processes read them: checked, prepared, whole, and all at once. */
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { catalogueFolder, currentVersion, readTree, versionOfFiles } from "./catalogue-folder.ts";
import { loadHousePack } from "./house-pack.ts";
import { loadPacks } from "./load-pack.ts";
import type { Pack } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import { readDefault, readWorkspaces, type WorkspaceFiles, writeFiles } from "./workspace-files.ts";

export interface PublishOptions {
  /** Throws `PackError` when a pack cannot be used. */
  check?: (packs: readonly Pack[]) => void;
  /** Makes what calls need beside the packs, such as their phrases' audio. The house's pack is among them. */
  prepare?: (packs: readonly Pack[]) => Promise<void>;
}

export interface Published {
  /** Hash of everything in it. */
  version: string;
  packs: Pack[];
  /** Calls were answered from another version before. */
  changed: boolean;
}

/**
 * Publishes the workspaces of `promptsDir` under `dataDir`. Throws `PackError` for a pack that is wrong, or what
 * `prepare` throws; then calls are answered from what was published before. The version before this one is kept, since a
 * process may be reading it. One publisher at a time.
 */
export async function publish(
  promptsDir: string,
  dataDir: string,
  { check, prepare }: PublishOptions = {},
): Promise<Published> {
  const prompts = readPrompts(promptsDir);
  const packs = loadPacks(promptsDir);
  const house = loadHousePack(join(promptsDir, "default"), undefined);
  if (versionOfFiles(readPrompts(promptsDir)) !== versionOfFiles(prompts))
    throw new PackError({ file: promptsDir }, "it changed while it was read", "publish it again");
  check?.(packs);
  await prepare?.([...packs, house]);

  const files = catalogueFiles(prompts, packs, house);
  const version = versionOfFiles(files);
  const root = catalogueFolder(dataDir);
  mkdirSync(root, { recursive: true });
  const before = currentVersion(dataDir);
  if (!isIntact(join(root, version), version)) writeVersion(root, version, files);
  if (before === version) return { version, packs, changed: false };
  switchTo(root, version);
  removeAllBut(root, [version, before]);
  return { version, packs, changed: true };
}

function readPrompts(promptsDir: string): WorkspaceFiles {
  return new Map([...readDefault(promptsDir), ...readWorkspaces(promptsDir)]);
}

function catalogueFiles(prompts: WorkspaceFiles, packs: readonly Pack[], house: Pack): Map<string, string> {
  const index = Object.fromEntries(
    packs.flatMap(({ workspace }) => workspace.phoneNumbers.map((number) => [number, workspace.id])),
  );
  return new Map([
    ["index.json", JSON.stringify(index)],
    ...[...packs, house].map(
      (pack) => [join("packs", `${pack.workspace.id}.json`), JSON.stringify(pack)] as const,
    ),
    ...[...prompts].map(([path, text]) => [join("prompts", path), text] as const),
  ]);
}

/** `false` also for a folder that a power failure has left with files half written. */
function isIntact(dir: string, version: string): boolean {
  try {
    return versionOfFiles(readTree(dir)) === version;
  } catch {
    return false;
  }
}

function writeVersion(root: string, version: string, files: WorkspaceFiles): void {
  const aside = mkdtempSync(join(root, ".new-"));
  try {
    writeFiles(aside, files);
    rmSync(join(root, version), { recursive: true, force: true });
    renameSync(aside, join(root, version));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function switchTo(root: string, version: string): void {
  const aside = join(root, `.new-${randomUUID()}`);
  symlinkSync(version, aside);
  renameSync(aside, join(root, "current"));
}

/** Also what a publisher that was killed has left behind. */
function removeAllBut(root: string, kept: readonly (string | undefined)[]): void {
  for (const name of readdirSync(root))
    if (/^(\.new-.*|[0-9a-f]{12})$/.test(name) && !kept.includes(name))
      rmSync(join(root, name), { recursive: true });
}
