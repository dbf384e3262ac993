/** `prompts/default`: what workspaces leave out. It is complete, so that no workspace has to be. */
import { join } from "node:path";
import { hazardCategories, stages } from "#machines/call/types.ts";
import type { HazardRule, Workspace } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import { readPackFolder, type PackFolder } from "./pack-folder.ts";
import { phraseNames } from "./phrases.ts";
import { required, type SourcedText, type Texts } from "./sourced-text.ts";
import { readDefaultFile } from "./workspace-file.ts";
import type { YamlFile } from "./yaml-file.ts";

export interface Defaults {
  dir: string;
  /** `workspace.yaml`. */
  file: YamlFile;
  settings: Workspace["settings"];
  system: SourcedText;
  stages: Texts;
  phrases: Texts;
  openers: readonly string[];
  script: Texts;
  hazards: readonly HazardRule[];
}

/** Throws `PackError` for the first thing that is wrong or missing. */
export function readDefaults(dir: string): Defaults {
  const folder: PackFolder = readPackFolder(dir, "default");
  const defaults = {
    dir,
    system: required(folder.system, join(dir, "system.md")),
    stages: folder.stages,
    phrases: required(folder.phrases, join(dir, "phrases.yaml")),
    openers: required(folder.openers, join(dir, "openers.yaml")),
    script: required(folder.script, join(dir, "script.yaml")),
    hazards: required(folder.hazards, join(dir, "hazards.yaml")),
  };
  for (const stage of stages) required(defaults.stages.get(stage), join(dir, "stages", `${stage}.md`));
  for (const name of phraseNames)
    if (!defaults.phrases.has(name))
      throw new PackError({ file: join(dir, "phrases.yaml") }, `"${name}" is missing`, "write that phrase");
  for (const category of hazardCategories)
    if (!defaults.hazards.some((rule) => rule.category === category))
      throw new PackError(
        { file: join(dir, "hazards.yaml") },
        `category "${category}" is missing`,
        "add a rule that hears it",
      );
  return { ...defaults, ...readDefaultFile(dir) };
}
