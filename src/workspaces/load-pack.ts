/** Reads packs from disk. A pack loads whole and checked, or not at all: a call never meets a missing phrase. */
import { join } from "node:path";
import { hazardCategories, stages } from "#machines/call/types.ts";
import { listFolder, missing } from "./files.ts";
import type { HazardRule, Pack } from "./pack.ts";
import { PackError } from "./pack-error.ts";
import { readPackFolder, type PackFolder } from "./pack-folder.ts";
import { checkPhoneNumbers } from "./phone-numbers.ts";
import { checkGreeting, joinExtras, phraseNames } from "./phrases.ts";
import { required, type SourcedText, type Texts } from "./sourced-text.ts";
import { createFiller } from "./variables.ts";
import { versionOf } from "./version.ts";
import { readWorkspaceFile, type WorkspaceFile } from "./workspace-file.ts";

/** One pack for each folder in `promptsDir` but `default`. Throws `PackError` for the first thing that is wrong. */
export function loadPacks(promptsDir: string): Pack[] {
  const folders = listFolder(promptsDir);
  if (folders === undefined) throw missing(promptsDir);
  const names = folders.filter((entry) => entry.isDirectory() && entry.name !== "default");
  if (names.length === 0)
    throw new PackError(
      { file: promptsDir },
      "it holds no workspace",
      "add a folder with a workspace.yaml beside default",
    );
  const defaultDir = join(promptsDir, "default");
  const loaded = names.map(({ name }) => assemble(join(promptsDir, name), defaultDir));
  checkPhoneNumbers(loaded.map(({ workspaceFile }) => workspaceFile));
  return loaded.map(({ pack }) => pack);
}

/** The pack in `dir`, what it leaves out taken from `defaultDir`. Throws `PackError` for the first thing that is wrong. */
export function loadPack(dir: string, defaultDir: string): Pack {
  const { pack, workspaceFile } = assemble(dir, defaultDir);
  checkPhoneNumbers([workspaceFile]);
  return pack;
}

function assemble(dir: string, defaultDir: string): { pack: Pack; workspaceFile: WorkspaceFile } {
  const defaults = readDefault(defaultDir);
  const own = readPackFolder(dir, "workspace");
  const workspaceFile = readWorkspaceFile(dir, defaultDir);
  const { file, workspace, variables } = workspaceFile;
  const filler = createFiller(workspace, variables);

  const phraseTexts = overlay(defaults.phrases, own.phrases);
  const phrases = joinExtras(mapTexts(phraseTexts, (text) => filler.fill(text)));
  checkGreeting(phrases["greeting"] ?? "", phraseTexts.get("greeting")?.placeOf() ?? { file: dir });
  checkLineNames(own.script, defaults);
  const content = {
    workspace,
    system: filler.fill(own.system ?? defaults.system),
    stages: mapTexts(overlay(defaults.stages, own.stages), (text) => filler.fill(text)),
    phrases,
    script: mapTexts(overlay(defaults.script, own.script), (text) =>
      filler.fill(text, { keepTurnVariables: true }),
    ),
    hazards: [...defaults.hazards, ...(own.hazards ?? [])],
  };
  const [leftOver] = filler.unused();
  if (leftOver !== undefined)
    throw new PackError(
      file.placeOf(["variables", leftOver]),
      `variables.${leftOver} is declared but no text uses it`,
      `write {{${leftOver}}} where it belongs or remove it`,
    );
  return { pack: { ...content, version: versionOf(content) }, workspaceFile };
}

interface Defaults {
  dir: string;
  system: SourcedText;
  stages: Texts;
  phrases: Texts;
  script: Texts;
  hazards: readonly HazardRule[];
}

/** The default folder is complete, so that no workspace has to be. */
function readDefault(dir: string): Defaults {
  const folder: PackFolder = readPackFolder(dir, "default");
  const defaults = {
    dir,
    system: required(folder.system, join(dir, "system.md")),
    stages: folder.stages,
    phrases: required(folder.phrases, join(dir, "phrases.yaml")),
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
  return defaults;
}

function checkLineNames(lines: Texts | undefined, defaults: Defaults): void {
  for (const [name, line] of lines ?? [])
    if (!defaults.script.has(name))
      throw new PackError(
        line.placeOf(),
        `"${name}" is an unknown line`,
        `use a name that ${join(defaults.dir, "script.yaml")} has`,
      );
}

function overlay(below: Texts, above: Texts | undefined): Texts {
  return new Map([...below, ...(above ?? [])]);
}

function mapTexts(texts: Texts, fill: (text: SourcedText) => string): Record<string, string> {
  return Object.fromEntries([...texts].map(([name, text]) => [name, fill(text)]));
}
