/** The workspaces' packs, checked as far as the dialogue needs them: what is wrong in a pack stops the start, not a call. */
import { join } from "node:path";
import { createHazardRecognizer } from "#src/dialogue/hazards.ts";
import { createScript } from "#src/dialogue/script.ts";
import { loadPacks } from "#src/workspaces/load-pack.ts";
import type { Pack } from "#src/workspaces/pack.ts";
import { PackError } from "#src/workspaces/pack-error.ts";

/** Throws `PackError`, which names the file and the remedy. */
export function loadCheckedPacks(promptsDir: string): Pack[] {
  const packs = loadPacks(promptsDir);
  checkPacks(packs, promptsDir);
  return packs;
}

/** `promptsDir` is where the packs come from, for the message. */
export function checkPacks(packs: readonly Pack[], promptsDir: string): void {
  for (const { workspace, script, hazards } of packs) {
    const folder = join(promptsDir, workspace.id);
    tried(join(folder, "script.yaml"), () => createScript(script));
    tried(join(folder, "hazards.yaml"), () => createHazardRecognizer(hazards));
  }
}

function tried(file: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new PackError({ file }, problem, "mend it there, or leave it out to take the default's", {
      cause: error,
    });
  }
}
